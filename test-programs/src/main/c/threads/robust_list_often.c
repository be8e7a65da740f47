// Threads that die with a lock: so many of them that telling of their list is done without a stop.
#include "threads.h"

enum { ROUNDS = 16 };

static pthread_mutex_t mutex;

static void *dies_with_it(void *argument UNUSED) {
  CHECK(pthread_mutex_lock(&mutex) == 0);
  return NULL;
}

int main(void) {
  pthread_mutexattr_t robust;
  CHECK(pthread_mutexattr_init(&robust) == 0);
  CHECK(pthread_mutexattr_setrobust(&robust, PTHREAD_MUTEX_ROBUST) == 0);
  CHECK(pthread_mutex_init(&mutex, &robust) == 0);
  for (int round = 0; round < ROUNDS; round++) {
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, dies_with_it, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(pthread_mutex_lock(&mutex) == EOWNERDEAD);
    CHECK(pthread_mutex_consistent(&mutex) == 0);
    CHECK(pthread_mutex_unlock(&mutex) == 0);
  }
  step("each lock was its dead owner's");
  return success();
}
