// Mutexes with priority inheritance, contended; the kernel hands them over and keeps the tid.
// links: -pthread
#include "threads.h"

enum { THREADS = 4, ROUNDS = 500 };

static pthread_mutex_t lock;
static long counter;
static atomic_int word, tid;

static void *body(void *argument UNUSED) {
  for (int i = 0; i < ROUNDS; i++) {
    PT(pthread_mutex_lock(&lock));
    long value = counter;
    if (i % 50 == 0) {
      sched_yield();
    }
    counter = value + 1;
    PT(pthread_mutex_unlock(&lock));
  }
  return NULL;
}

static void *raw(void *argument UNUSED) {
  atomic_store(&tid, own_tid());
  SYS(syscall(SYS_futex, &word, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
  CHECK((atomic_load(&word) & FUTEX_TID_MASK) == own_tid());
  SYS(syscall(SYS_futex, &word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
  return NULL;
}

static void *try(void *argument UNUSED) {
  FAILS(syscall(SYS_futex, &word, FUTEX_TRYLOCK_PI, 0, NULL, NULL, 0), EAGAIN);
  struct timespec past = {1, 0};
  FAILS(syscall(SYS_futex, &word, FUTEX_LOCK_PI, 0, &past, NULL, 0), ETIMEDOUT);
  FAILS(syscall(SYS_futex, &word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0), EPERM);
  return NULL;
}

int main(void) {
  pthread_mutexattr_t attributes;
  PT(pthread_mutexattr_init(&attributes));
  PT(pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT));
  PT(pthread_mutex_init(&lock, &attributes));
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) {
    threads[i] = start(body, NULL);
  }
  for (int i = 0; i < THREADS; i++) {
    join(threads[i]);
  }
  step("counter %ld", counter);
  SYS(syscall(SYS_futex, &word, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
  CHECK(atomic_load(&word) == own_tid());
  FAILS(syscall(SYS_futex, &word, FUTEX_LOCK_PI, 0, NULL, NULL, 0), EDEADLK);
  join(start(try, NULL));
  pthread_t waiter = start(raw, NULL);
  wait_until_thread_sleeps(&tid);
  CHECK((atomic_load(&word) & FUTEX_WAITERS) != 0);
  SYS(syscall(SYS_futex, &word, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0));
  join(waiter);
  step("handed over by the kernel");
  CHECK(atomic_load(&word) == 0);
  return success();
}
