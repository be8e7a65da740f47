// A counter deep inside a big heap array is all that changes between rounds of the same computing.
// cflags: -O2
#include "async.h"

enum { WORDS = 1 << 20, PLACE = 500003, LIMIT = 5000000 };

static volatile long *array;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("counter", array[PLACE], context);
}

/* The same registers and stack at each call; it does not touch the array. */
__attribute__((noinline, noipa)) static uint64_t busy(uint64_t x) {
  for (int i = 0; i < 64; i++) {
    x = mix(x);
  }
  return x;
}

__attribute__((noinline, noipa)) static int advance(volatile long *words) {
  return ++words[PLACE] < LIMIT;
}

int main(void) {
  array = calloc(WORDS, sizeof *array);
  CHECK(array != NULL);
  uint64_t expected = busy(1234567), wrong = 0;
  start_ticks(5000, on_tick, 0);
  do {
    wrong |= busy(1234567) ^ expected;
  } while (advance(array));
  stop_ticks();
  CHECK(wrong == 0);
  for (long i = 0; i < WORDS; i++) {
    CHECK(array[i] == (i == PLACE ? LIMIT : 0));
  }
  step("word %d of %d reached %d", PLACE, WORDS, LIMIT);
  return success();
}
