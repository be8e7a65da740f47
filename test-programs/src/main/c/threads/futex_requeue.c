// Waiters are moved from one futex to another, and woken there.
// links: -pthread
#include "threads.h"

enum { THREADS = 6 };

static atomic_int tids[THREADS];
static int from, to;

static void *body(void *argument) {
  atomic_store(&tids[(long)argument], own_tid());
  CHECK(futex_wait(&from, 0, NULL) == 0);
  return NULL;
}

static long requeue(int op, long wake, long move, int expected) {
  return syscall(SYS_futex, &from, op, wake, move, &to, expected);
}

int main(void) {
  pthread_t threads[THREADS];
  for (long i = 0; i < THREADS; i++) {
    threads[i] = start(body, (void *)i);
  }
  for (int i = 0; i < THREADS; i++) {
    wait_until_thread_sleeps(&tids[i]);
  }
  FAILS(requeue(FUTEX_CMP_REQUEUE, 1, 1, 5), EAGAIN);
  step("one woken, one moved: %ld", requeue(FUTEX_REQUEUE, 1, 1, 0));
  step("one woken, two moved: %ld", requeue(FUTEX_CMP_REQUEUE, 1, 2, 0));
  step("at the first: %ld, at the second: %ld", futex_wake(&from, 10), futex_wake(&to, 10));
  for (int i = 0; i < THREADS; i++) {
    join(threads[i]);
  }
  return success();
}
