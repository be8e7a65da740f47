// A thread reads what another counts deep inside a big heap array, where nothing else changes from
// round to round, however short the counting thread's slices are.
// cflags: -O2
// links: -pthread
#include "deep_array.h"
#include "threads.h"

enum { WORDS = 1 << 20, PLACE = 500003, LIMIT = 3000000 };

static void *counts(void *words) {
  return (void *)deep_count(words, LIMIT);
}

int main(void) {
  volatile long *words = calloc(WORDS, sizeof *words);
  CHECK(words != NULL);
  deep_place = PLACE;
  pthread_t thread = start(counts, (void *)words);
  long last = 0, steps = 0;
  while (last < LIMIT) {
    deep_busy(steps++);
    long now = words[PLACE];
    CHECK(now >= last);
    if (now > last) {
      show("counted %ld", now);
    }
    last = now;
  }
  CHECK(join(thread) == NULL);
  step("word %d of %d reached %ld", PLACE, WORDS, last);
  return success();
}
