// A global that nothing points to goes round through few values: where two looks at it find the
// same one, nothing tells its visits apart but what the handler shows.
// cflags: -O2
#include "async.h"

enum { VALUES = 5, ROUNDS = 5000000 };

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
__attribute__((noinline, noipa)) static void advance(void) {
  hidden = hidden == VALUES - 1 ? 0 : hidden + 1;
}

int main(void) {
  uint64_t expected = busy(424242), wrong = 0;
  start_ticks(5000, on_tick, 0);
  for (long round = 0; round < ROUNDS; round += VALUES) {
    long again = 0;
    do { /* the rounds within one cycle differ in the global alone */
      wrong |= busy(424242) ^ expected;
      advance();
      again = hidden;
    } while (again != 0);
  }
  stop_ticks();
  CHECK(wrong == 0);
  step("the global came round %d times", ROUNDS / VALUES);
  return success();
}
