// Thread-local variables: initialised in each thread, apart from each other, also large ones.
// links: -pthread
#include "threads.h"

static __thread int counter = 42;
static __thread char big[100000];
static __thread struct {
  long a, b;
} pair = {1, 2};

static pthread_barrier_t barrier;

static void *body(void *argument) {
  long number = (long)argument;
  CHECK(counter == 42 && pair.a == 1 && pair.b == 2);
  for (size_t i = 0; i < sizeof big; i += 1000) {
    CHECK(big[i] == 0);
    big[i] = (char)number;
  }
  for (int i = 0; i < 1000; i++) {
    counter += (int)number;
    pair.a += counter;
    if (i % 100 == 0) {
      pthread_barrier_wait(&barrier);
    }
  }
  for (size_t i = 0; i < sizeof big; i += 1000) {
    CHECK(big[i] == (char)number);
  }
  CHECK(counter == 42 + 1000 * number);
  return (void *)pair.a;
}

int main(void) {
  pthread_t threads[6];
  PT(pthread_barrier_init(&barrier, NULL, 6));
  for (long i = 0; i < 6; i++) {
    threads[i] = start(body, (void *)i);
  }
  for (int i = 0; i < 6; i++) {
    step("thread %d: %ld", i, (long)join(threads[i]));
  }
  CHECK(counter == 42 && pair.a == 1 && big[0] == 0);
  return success();
}
