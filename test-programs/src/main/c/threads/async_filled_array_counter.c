// A counter deep inside a big heap array that was written whole is all that changes between rounds
// of the same computing: more memory than can be looked at word by word.
// cflags: -O2
#include "async.h"

enum { WORDS = 1 << 21, PLACE = 1500007, LIMIT = 3000000 };

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
  array = malloc(WORDS * sizeof *array);
  CHECK(array != NULL);
  for (long i = 0; i < WORDS; i++) {
    array[i] = i == PLACE ? 0 : i * 7;
  }
  uint64_t expected = busy(7654321), wrong = 0;
  start_ticks(5000, on_tick, 0);
  do {
    wrong |= busy(7654321) ^ expected;
  } while (advance(array));
  stop_ticks();
  CHECK(wrong == 0);
  for (long i = 0; i < WORDS; i++) {
    CHECK(array[i] == (i == PLACE ? LIMIT : i * 7));
  }
  step("word %d of %d reached %d", PLACE, WORDS, LIMIT);
  return success();
}
