// Four processes add to a counter in shared memory under a spin lock of their own making.
// links: -pthread
#include "threads.h"

enum { PROCESSES = 4, ROUNDS = 4000 };

struct shared {
  atomic_flag lock;
  long counter;
  uint64_t digest;
};

int main(void) {
  struct shared *shared =
      SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  pid_t children[PROCESSES];
  for (int i = 0; i < PROCESSES; i++) {
    children[i] = SYS(fork());
    if (children[i] == 0) {
      for (int k = 0; k < ROUNDS; k++) {
        while (atomic_flag_test_and_set_explicit(&shared->lock, memory_order_acquire)) {
          __builtin_ia32_pause();
        }
        shared->counter++;
        shared->digest = shared->digest * 31 + i;
        atomic_flag_clear_explicit(&shared->lock, memory_order_release);
      }
      _exit(i);
    }
  }
  for (int i = 0; i < PROCESSES; i++) {
    EXPECT_EXIT(children[i], i);
  }
  step("the counter is %ld", shared->counter);
  show("digest of the order %016lx", (unsigned long)shared->digest);
  return success();
}
