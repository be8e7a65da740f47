// A waiter tests the flag before it takes the lock: a signal between the two is lost, and it hangs.
// links: -pthread
#include "race.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;
static volatile int flag;

static void *waiter(void *argument UNUSED) {
  if (!flag) {
    note("not ready: waiting");
    pthread_mutex_lock(&lock);
    pthread_cond_wait(&ready, &lock);
    pthread_mutex_unlock(&lock);
  }
  return NULL;
}

static void *setter(void *argument UNUSED) {
  work(LONG_WORK);
  pthread_mutex_lock(&lock);
  flag = 1;
  pthread_cond_signal(&ready);
  pthread_mutex_unlock(&lock);
  return NULL;
}

int main(void) {
  end_hangs_after(5);
  pthread_t a = start(waiter, NULL), b = start(setter, NULL);
  join(a);
  join(b);
  step("the waiter was woken");
  return success();
}
