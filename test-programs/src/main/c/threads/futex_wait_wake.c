// futex wait and wake: a changed value, how many are woken, timeouts, bad addresses.
// links: -pthread
#include "threads.h"

enum { THREADS = 6 };

static atomic_int tids[THREADS];
static int word;
static atomic_int woken;

static void *body(void *argument) {
  atomic_store(&tids[(long)argument], own_tid());
  CHECK(futex_wait(&word, 0, NULL) == 0);
  atomic_fetch_add(&woken, 1);
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  FAILS(futex_wait(&word, 1, NULL), EAGAIN);
  struct timespec short_ = {0, 5000000}, bad = {0, 1000000000};
  FAILS(futex_wait(&word, 0, &short_), ETIMEDOUT);
  FAILS(futex_wait(&word, 0, &bad), EINVAL);
  FAILS(futex_wait((char *)&word + 1, 0, NULL), EINVAL);
  FAILS(futex_wait((void *)8, 0, NULL), EFAULT);
  CHECK(futex_wake(&word, 100) == 0);
  step("errors");
  for (long i = 0; i < THREADS; i++) {
    threads[i] = start(body, (void *)i);
  }
  for (int i = 0; i < THREADS; i++) {
    wait_until_thread_sleeps(&tids[i]);
  }
  step("one is woken: %ld", futex_wake(&word, 1));
  step("two are woken: %ld", futex_wake(&word, 2));
  step("the rest are woken: %ld", futex_wake(&word, INT_MAX));
  step("none is left: %ld", futex_wake(&word, INT_MAX));
  for (int i = 0; i < THREADS; i++) {
    join(threads[i]);
  }
  CHECK(woken == THREADS);
  return success();
}
