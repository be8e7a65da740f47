// Broadcasts wake all, signals wake one, timed waits end on both clocks.
// links: -pthread
#include "threads.h"

enum { THREADS = 10 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrived = PTHREAD_COND_INITIALIZER, released = PTHREAD_COND_INITIALIZER;
static int waiting, tickets, served;

static void *body(void *argument UNUSED) {
  PT(pthread_mutex_lock(&lock));
  waiting++;
  PT(pthread_cond_signal(&arrived));
  while (tickets == 0) {
    PT(pthread_cond_wait(&released, &lock));
  }
  tickets--;
  served++;
  waiting--;
  PT(pthread_cond_signal(&arrived));
  PT(pthread_mutex_unlock(&lock));
  return NULL;
}

static void release(int count) {
  int before = waiting;
  tickets += count;
  if (count == 1) {
    PT(pthread_cond_signal(&released));
  } else {
    PT(pthread_cond_broadcast(&released));
  }
  while (waiting != before - count) {
    PT(pthread_cond_wait(&arrived, &lock));
  }
  step("served %d, waiting %d", served, waiting);
}

int main(void) {
  pthread_t threads[THREADS];
  PT(pthread_mutex_lock(&lock));
  for (int i = 0; i < THREADS; i++) {
    threads[i] = start(body, NULL);
  }
  while (waiting < THREADS) {
    PT(pthread_cond_wait(&arrived, &lock));
  }
  release(1);
  release(1);
  release(3);
  release(5);
  struct timespec until = from_now(CLOCK_REALTIME, 10);
  CHECK(pthread_cond_timedwait(&arrived, &lock, &until) == ETIMEDOUT);
  until = from_now(CLOCK_MONOTONIC, 20);
  CHECK(pthread_cond_clockwait(&arrived, &lock, CLOCK_MONOTONIC, &until) == ETIMEDOUT);
  step("timeouts on both clocks");
  PT(pthread_mutex_unlock(&lock));
  for (int i = 0; i < THREADS; i++) {
    join(threads[i]);
  }
  return success();
}
