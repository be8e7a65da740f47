// Mutexes that are plain, recursive or check for errors; trylock and timeouts.
// links: -pthread
#include "threads.h"

static pthread_mutex_t lock;

static void make(int kind) {
  pthread_mutexattr_t attributes;
  PT(pthread_mutexattr_init(&attributes));
  PT(pthread_mutexattr_settype(&attributes, kind));
  PT(pthread_mutex_init(&lock, &attributes));
}

static void *other(void *argument UNUSED) {
  CHECK(pthread_mutex_trylock(&lock) == EBUSY);
  struct timespec until = from_now(CLOCK_REALTIME, 10);
  CHECK(pthread_mutex_timedlock(&lock, &until) == ETIMEDOUT);
  until = from_now(CLOCK_MONOTONIC, 0);
  CHECK(pthread_mutex_clocklock(&lock, CLOCK_MONOTONIC, &until) == ETIMEDOUT);
  int unlocked = pthread_mutex_unlock(&lock);
  return (void *)(long)unlocked;
}

int main(void) {
  make(PTHREAD_MUTEX_RECURSIVE);
  for (int i = 0; i < 5; i++) {
    PT(pthread_mutex_lock(&lock));
  }
  CHECK((long)join(start(other, NULL)) == EPERM);
  for (int i = 0; i < 5; i++) {
    PT(pthread_mutex_unlock(&lock));
  }
  CHECK(pthread_mutex_unlock(&lock) == EPERM);
  step("recursive");
  make(PTHREAD_MUTEX_ERRORCHECK);
  PT(pthread_mutex_lock(&lock));
  CHECK(pthread_mutex_lock(&lock) == EDEADLK);
  CHECK((long)join(start(other, NULL)) == EPERM);
  PT(pthread_mutex_unlock(&lock));
  step("checking for errors");
  make(PTHREAD_MUTEX_ADAPTIVE_NP);
  PT(pthread_mutex_lock(&lock));
  CHECK(pthread_mutex_trylock(&lock) == EBUSY);
  PT(pthread_mutex_unlock(&lock));
  PT(pthread_mutex_trylock(&lock));
  PT(pthread_mutex_unlock(&lock));
  step("adaptive");
  return success();
}
