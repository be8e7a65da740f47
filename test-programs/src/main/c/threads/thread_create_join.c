// Sixteen threads get an argument each and give back results; each has its own tid and errno.
// links: -pthread
#include "threads.h"

static pid_t tids[16];

static void *body(void *argument) {
  long number = (long)argument;
  tids[number] = own_tid();
  errno = (int)number;
  CHECK(getpid() != tids[number]);
  for (int i = 0; i < 5; i++) {
    sched_yield();
    CHECK(errno == number);
  }
  return (void *)(number * number);
}

int main(void) {
  pthread_t threads[16];
  for (long i = 0; i < 16; i++) {
    threads[i] = start(body, (void *)i);
  }
  for (long i = 0; i < 16; i++) {
    step("thread %ld gave %ld", i, (long)join(threads[i]));
  }
  for (int i = 0; i < 16; i++) {
    show("tid %d", tids[i]);
    for (int k = 0; k < i; k++) {
      CHECK(tids[i] != tids[k]);
    }
  }
  CHECK(own_tid() == getpid());
  return success();
}
