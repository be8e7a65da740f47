// pthread_once runs its function once, however many threads come at the same time.
// links: -pthread
#include "threads.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static atomic_int ran, seen;
static pthread_barrier_t barrier;

static void slow(void) {
  sleep_ms(20);
  atomic_fetch_add(&ran, 1);
}

static void *body(void *argument UNUSED) {
  pthread_barrier_wait(&barrier);
  PT(pthread_once(&once, slow));
  atomic_fetch_add(&seen, atomic_load(&ran));
  return NULL;
}

int main(void) {
  pthread_t threads[12];
  PT(pthread_barrier_init(&barrier, NULL, 12));
  for (int i = 0; i < 12; i++) {
    threads[i] = start(body, NULL);
  }
  for (int i = 0; i < 12; i++) {
    join(threads[i]);
  }
  step("ran %d time, seen by %d", ran, seen);
  return success();
}
