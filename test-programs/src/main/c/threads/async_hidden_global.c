// A global that nothing points to is all that changes between rounds of the same computing.
// cflags: -O2
#include "async.h"

enum { LIMIT = 5000000 };

static char before[64 * 1024] UNUSED;
static volatile long hidden;
static char after[64 * 1024] UNUSED;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("hidden", hidden, context);
}

__attribute__((noinline, noipa)) static uint64_t busy(uint64_t x) {
  for (int i = 0; i < 64; i++) {
    x = mix(x);
  }
  return x;
}

/* Reads and writes the global by its distance to the instruction. */
__attribute__((noinline, noipa)) static int advance(void) {
  return ++hidden < LIMIT;
}

int main(void) {
  uint64_t expected = busy(424242), wrong = 0;
  start_ticks(5000, on_tick, 0);
  do {
    wrong |= busy(424242) ^ expected;
  } while (advance());
  stop_ticks();
  CHECK(wrong == 0);
  step("the global reached %ld", hidden);
  return success();
}
