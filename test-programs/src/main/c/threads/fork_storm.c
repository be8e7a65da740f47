// Many forks, by several threads at once, with children that fork and end in any order.
// links: -pthread
#include "threads.h"

enum { THREADS = 4, EACH = 40 };

static void *forking(void *argument) {
  long me = (long)argument, sum = 0;
  for (int i = 0; i < EACH; i++) {
    pid_t child = SYS(fork());
    if (child == 0) {
      pid_t grandchild = SYS(fork());
      if (grandchild == 0) {
        _exit(i);
      }
      EXPECT_EXIT(grandchild, i);
      _exit((int)(me * 10 + i % 10));
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == me * 10 + i % 10);
    sum += WEXITSTATUS(status);
  }
  return (void *)sum;
}

int main(void) {
  pthread_t threads[THREADS];
  for (long i = 0; i < THREADS; i++) {
    threads[i] = start(forking, (void *)i);
  }
  for (int i = 0; i < THREADS; i++) {
    step("thread %d: %ld", i, (long)join(threads[i]));
  }
  pid_t all[60];
  for (size_t i = 0; i < COUNT(all); i++) {
    all[i] = SYS(fork());
    if (all[i] == 0) {
      sched_yield();
      _exit(1);
    }
  }
  int ended = 0, status;
  while (wait(&status) != -1) {
    ended += WEXITSTATUS(status);
  }
  step("%d more, alive at once", ended);
  return success();
}
