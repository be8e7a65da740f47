// Eight threads add to one counter under a mutex, with and without work inside.
// links: -pthread
#include "threads.h"

enum { THREADS = 8, ROUNDS = 3000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_spinlock_t spin;
static long counter, spun;

static void *body(void *argument UNUSED) {
  for (int i = 0; i < ROUNDS; i++) {
    PT(pthread_mutex_lock(&lock));
    long value = counter;
    if (i % 64 == 0) {
      sched_yield();
    }
    counter = value + 1;
    PT(pthread_mutex_unlock(&lock));
    PT(pthread_spin_lock(&spin));
    spun++;
    PT(pthread_spin_unlock(&spin));
  }
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  PT(pthread_spin_init(&spin, 0));
  for (int i = 0; i < THREADS; i++) {
    threads[i] = start(body, NULL);
  }
  for (int i = 0; i < THREADS; i++) {
    join(threads[i]);
  }
  step("mutex %ld, spin lock %ld", counter, spun);
  return success();
}
