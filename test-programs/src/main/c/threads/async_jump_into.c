// A loop is entered in its middle by an indirect jump, among instructions shorter than a jump.
// cflags: -O2
#include "async.h"

enum { ROUNDS = 12000, TURNS = 20000 };

static volatile long round_;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("round", round_, context);
}

/* Counts in rax from the second instruction on, in rdx from the first one on. */
__attribute__((noinline, noipa)) static long turns(long n, long *firsts) {
  long seconds = 0, first = 0;
  const void *middle;
  __asm__ volatile(
      "lea 2f(%%rip), %3\n"
      "jmp *%3\n"
      "1: inc %1\n"
      "2: inc %0\n"
      "dec %2\n"
      "jnz 1b\n"
      : "+r"(seconds), "+r"(first), "+r"(n), "=&r"(middle)
      :
      : "cc");
  *firsts += first;
  return seconds;
}

int main(void) {
  long firsts = 0, seconds = 0;
  start_ticks(3000, on_tick, 0);
  for (round_ = 0; round_ < ROUNDS; round_++) {
    seconds += turns(TURNS, &firsts);
  }
  stop_ticks();
  CHECK(seconds == (long)ROUNDS * TURNS);
  CHECK(firsts == seconds - ROUNDS);
  step("%ld and %ld", firsts, seconds);
  return success();
}
