// Two threads get a mutex again and again that a third one hardly ever leaves, and in which that one
// asks for the time, as the lock of a machine's emulator.
// links: -pthread
#include "threads.h"

enum { TIMES = 20, INSIDE = 2000, OUTSIDE = 400 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static atomic_int waiters = 2;
static long taken;

static void compute(int rounds) {
  for (volatile int i = 0; i < rounds; i++) {
  }
}

static void *take(void *argument UNUSED) {
  for (int i = 0; i < TIMES; i++) {
    sleep_ms(1);
    PT(pthread_mutex_lock(&mutex));
    taken++;
    PT(pthread_mutex_unlock(&mutex));
  }
  atomic_fetch_sub(&waiters, 1);
  return NULL;
}

int main(void) {
  pthread_t takers[] = {start(take, NULL), start(take, NULL)};
  while (atomic_load(&waiters) > 0) {
    PT(pthread_mutex_lock(&mutex));
    struct timespec now;
    SYS(clock_gettime(CLOCK_MONOTONIC, &now));
    compute(INSIDE);
    PT(pthread_mutex_unlock(&mutex));
    compute(OUTSIDE);
  }
  join(takers[0]);
  join(takers[1]);
  CHECK(taken == 2 * TIMES);
  step("the mutex was taken %d times by each", TIMES);
  return success();
}
