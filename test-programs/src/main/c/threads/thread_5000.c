// Five thousand threads created and joined, sixty-four alive at once.
// links: -pthread
#include "threads.h"

enum { THREADS = 5000, ALIVE = 64 };

static atomic_long sum;

static void *body(void *argument) {
  atomic_fetch_add(&sum, (long)argument);
  return argument;
}

int main(void) {
  pthread_t threads[ALIVE];
  long joined = 0;
  for (long i = 0; i < THREADS; i++) {
    if (i >= ALIVE) {
      CHECK((long)join(threads[i % ALIVE]) == i - ALIVE);
      joined++;
    }
    threads[i % ALIVE] = start(body, (void *)i);
  }
  for (long i = THREADS - ALIVE; i < THREADS; i++) {
    CHECK((long)join(threads[i % ALIVE]) == i);
    joined++;
  }
  step("%ld threads, their numbers add up to %ld", joined, atomic_load(&sum));
  return success();
}
