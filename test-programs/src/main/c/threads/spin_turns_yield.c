// Three threads take turns by spinning with sched_yield: each waits for the one before.
// links: -pthread
#include "threads.h"

enum { THREADS = 3, TURNS = 500 };

static atomic_int turn;
static uint64_t digest = 1;

static void *body(void *argument) {
  int me = (int)(long)argument;
  for (int i = 0; i < TURNS; i++) {
    while (atomic_load(&turn) % THREADS != me) {
      sched_yield();
    }
    digest = digest * 31 + me;
    atomic_fetch_add(&turn, 1);
  }
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  for (long i = 0; i < THREADS; i++) {
    threads[i] = start(body, (void *)i);
  }
  for (int i = 0; i < THREADS; i++) {
    join(threads[i]);
  }
  step("%d turns, digest %016lx", turn, (unsigned long)digest);
  return success();
}
