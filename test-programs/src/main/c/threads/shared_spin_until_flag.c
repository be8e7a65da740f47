// The parent spins on shared memory until its child sets a flag, and the other way round.
// links: -pthread
#include "threads.h"

struct shared {
  atomic_int flag, answer;
  long data;
};

int main(void) {
  struct shared *shared =
      SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  for (int round = 1; round <= 4; round++) {
    pid_t child = SYS(fork());
    if (child == 0) {
      volatile long work = 0;
      for (int i = 0; i < 1000000; i++) {
        work += i;
      }
      shared->data = work + round;
      atomic_store(&shared->flag, round);
      while (atomic_load(&shared->answer) != round) {
      }
      _exit((int)(shared->data % 100));
    }
    long spins = 0;
    while (atomic_load(&shared->flag) != round) {
      spins++;
    }
    CHECK(shared->data == 499999500000 + round);
    shared->data = 10 * round;
    atomic_store(&shared->answer, round);
    EXPECT_EXIT(child, 10 * round);
    step("round %d", round);
    show("%ld spins", spins);
  }
  return success();
}
