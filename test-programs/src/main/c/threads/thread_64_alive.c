// Sixty-four threads are alive at once and meet at a barrier.
// links: -pthread
#include "threads.h"

enum { THREADS = 64 };

static pthread_barrier_t barrier;
static atomic_int leaders, sum;

static void *body(void *argument) {
  for (int round = 0; round < 3; round++) {
    atomic_fetch_add(&sum, (int)(long)argument);
    if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) {
      atomic_fetch_add(&leaders, 1);
    }
  }
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  PT(pthread_barrier_init(&barrier, NULL, THREADS + 1));
  for (long i = 0; i < THREADS; i++) {
    threads[i] = start(body, (void *)i);
  }
  step("%d threads with the first", count_threads());
  for (int round = 0; round < 3; round++) {
    if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) {
      atomic_fetch_add(&leaders, 1);
    }
  }
  for (int i = 0; i < THREADS; i++) {
    join(threads[i]);
  }
  wait_for_threads(1);
  step("three rounds: sum %d, %d leaders", sum, leaders);
  return success();
}
