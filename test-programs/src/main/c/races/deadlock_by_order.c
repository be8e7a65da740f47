// Two threads take two locks in opposite order; what comes before keeps them apart, mostly.
// links: -pthread
#include "race.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static long moved;

static void move(pthread_mutex_t *from, pthread_mutex_t *to, long amount) {
  pthread_mutex_lock(from);
  note("moving");
  pthread_mutex_lock(to);
  moved += amount;
  pthread_mutex_unlock(to);
  pthread_mutex_unlock(from);
}

static void *forward(void *argument UNUSED) {
  move(&a, &b, 5);
  return NULL;
}

static void *backward(void *argument UNUSED) {
  work(LONG_WORK);
  move(&b, &a, 3);
  return NULL;
}

int main(void) {
  end_hangs_after(5);
  pthread_t first = start(forward, NULL), second = start(backward, NULL);
  join(first);
  join(second);
  step("moved %ld", moved);
  return success();
}
