/*
 * What programs share whose only change from round to round is a counter deep inside a big heap
 * array, which nothing that the computing holds leads to.
 */
#pragma once
#include "async.h"

/* Where the counter is, and the words around it. */
static volatile long *deep_array;
static long deep_place;

UNUSED static void on_deep_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("counter", deep_array[deep_place], context);
}

/* The same registers and stack at each call; it does not touch the array. */
__attribute__((noinline, noipa)) static uint64_t deep_busy(uint64_t x) {
  for (int i = 0; i < 64; i++) {
    x = mix(x);
  }
  return x;
}

__attribute__((noinline, noipa)) static int deep_advance(volatile long *words, long limit) {
  return ++words[deep_place] < limit;
}

/* Counts to a limit between rounds of the same computing; answers 0 where all gave the same. */
UNUSED static uint64_t deep_count(volatile long *words, long limit) {
  uint64_t expected = deep_busy(1234567), wrong = 0;
  do {
    wrong |= deep_busy(1234567) ^ expected;
  } while (deep_advance(words, limit));
  return wrong;
}

/*
 * Counts to a limit in one of so many words, with ticks; the others hold their numbers times
 * factor. The memory that the kernel gave for them is only written where that is not 0.
 */
UNUSED static void count_deep(long words, long place, long limit, long factor, long interval_us) {
  deep_array = calloc(words, sizeof *deep_array);
  deep_place = place;
  CHECK(deep_array != NULL);
  for (long i = 0; factor != 0 && i < words; i++) {
    deep_array[i] = i == place ? 0 : i * factor;
  }
  start_ticks(interval_us, on_deep_tick, 0);
  uint64_t wrong = deep_count(deep_array, limit);
  stop_ticks();
  CHECK(wrong == 0);
  for (long i = 0; i < words; i++) {
    CHECK(deep_array[i] == (i == place ? limit : i * factor));
  }
  step("word %ld of %ld reached %ld", place, words, limit);
}
