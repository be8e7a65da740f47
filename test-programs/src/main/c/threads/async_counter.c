// A handler samples a global that the loop increments, where no register tells the rounds apart.
// cflags: -O2
#include "async.h"

enum { LIMIT = 150000000 };

static volatile long counter;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("counter", counter, context);
}

int main(void) {
  start_ticks(5000, on_tick, 0);
  while (counter < LIMIT) {
    counter++;
  }
  step("the loop of the compiler: %ld", counter);
  counter = 0;
  /* The limit stays in a register and the counter in memory: the flags are all that varies. */
  __asm__ volatile(
      "1: incq %0\n"
      "cmpq %1, %0\n"
      "jb 1b\n"
      : "+m"(counter)
      : "r"((long)LIMIT)
      : "cc");
  await_rate();
  stop_ticks();
  step("the loop without a varying register: %ld", counter);
  return success();
}
