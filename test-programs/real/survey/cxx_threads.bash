# C++ threads add to an atomic, a future is awaited, and an exception is caught.
# needs: g++

cat > threads.cc << 'END'
#include <atomic>
#include <cstdio>
#include <future>
#include <thread>
#include <vector>

int main() {
  std::atomic<int> count{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; i++) {
    threads.emplace_back([&count] {
      for (int k = 0; k < 100000; k++) {
        count++;
      }
    });
  }
  for (auto &thread : threads) {
    thread.join();
  }
  auto future = std::async(std::launch::async, [] { return 5; });
  std::printf("%d %d\n", count.load(), future.get());
  try {
    throw 1;
  } catch (int) {
    std::puts("caught");
  }
}
END
g++ -O2 -pthread threads.cc -o threads && ./threads
