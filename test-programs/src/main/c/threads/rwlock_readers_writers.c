// Readers share, writers exclude; try and timed forms answer as they should.
// links: -pthread
#include "threads.h"

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static long a, b;
static atomic_int inside, most;
static pthread_barrier_t barrier;

static void *reader(void *argument UNUSED) {
  for (int i = 0; i < 1000; i++) {
    PT(pthread_rwlock_rdlock(&lock));
    CHECK(a == b);
    PT(pthread_rwlock_unlock(&lock));
  }
  /* All are inside at once: none keeps another out. */
  PT(pthread_rwlock_rdlock(&lock));
  int now = atomic_fetch_add(&inside, 1) + 1;
  pthread_barrier_wait(&barrier);
  if (now == 4) {
    atomic_store(&most, now);
  }
  pthread_barrier_wait(&barrier);
  PT(pthread_rwlock_unlock(&lock));
  return NULL;
}

static void *writer(void *argument UNUSED) {
  for (int i = 0; i < 500; i++) {
    PT(pthread_rwlock_wrlock(&lock));
    a++;
    if (i % 50 == 0) {
      sched_yield();
    }
    b++;
    PT(pthread_rwlock_unlock(&lock));
  }
  return NULL;
}

static void *try(void *argument UNUSED) {
  CHECK(pthread_rwlock_trywrlock(&lock) == EBUSY);
  int shared = pthread_rwlock_tryrdlock(&lock);
  if (shared == 0) {
    PT(pthread_rwlock_unlock(&lock));
  }
  struct timespec past = {1, 0};
  CHECK(pthread_rwlock_timedwrlock(&lock, &past) == ETIMEDOUT);
  return (void *)(long)shared;
}

int main(void) {
  pthread_t threads[6];
  PT(pthread_barrier_init(&barrier, NULL, 4));
  for (int i = 0; i < 6; i++) {
    threads[i] = start(i < 4 ? reader : writer, NULL);
  }
  for (int i = 0; i < 6; i++) {
    join(threads[i]);
  }
  step("written %ld times, %d readers at once", a, most);
  PT(pthread_rwlock_rdlock(&lock));
  CHECK((long)join(start(try, NULL)) == 0);
  PT(pthread_rwlock_unlock(&lock));
  PT(pthread_rwlock_wrlock(&lock));
  CHECK((long)join(start(try, NULL)) == EBUSY);
  CHECK(pthread_rwlock_rdlock(&lock) == EDEADLK);
  PT(pthread_rwlock_unlock(&lock));
  step("try and timed forms");
  return success();
}
