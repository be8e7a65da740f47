// Two computing threads with unsynchronised counters: what they reach depends on the preemptions.
// cflags: -O2
// links: -pthread
#include "async.h"
#include <pthread.h>

enum { ROUNDS = 40000000, SEEN = 20 };

static volatile long shared, hand_overs;
static volatile int last_writer = -1;

struct worker {
  pthread_t thread;
  int number;
  uint64_t state;
  long seen[SEEN];
};

/* Adds to what both threads add to, loses additions of the other, and notes what it sees. */
static void *work(void *argument) {
  struct worker *self = argument;
  uint64_t state = self->number + 1;
  for (long i = 0; i < ROUNDS; i++) {
    state = mix(state);
    shared = shared + 1;
    if (last_writer != self->number) {
      last_writer = self->number;
      hand_overs = hand_overs + 1;
    }
    if (i % (ROUNDS / SEEN) == 0) {
      self->seen[i / (ROUNDS / SEEN)] = shared;
    }
  }
  self->state = state;
  return NULL;
}

int main(void) {
  static struct worker workers[2];
  for (int i = 0; i < 2; i++) {
    workers[i].number = i;
    CHECK(pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0);
  }
  for (int i = 0; i < 2; i++) {
    CHECK(pthread_join(workers[i].thread, NULL) == 0);
    step("thread %d computed %016lx", i, (unsigned long)workers[i].state);
    for (int k = 0; k < SEEN; k++) {
      show("thread %d saw %ld", i, workers[i].seen[k]);
    }
  }
  CHECK(shared > 0 && shared <= 2L * ROUNDS);
  show("shared %ld, hand-overs %ld, last writer %d", shared, hand_overs, last_writer);
  return success();
}
