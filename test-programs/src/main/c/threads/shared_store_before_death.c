// What a process stored in shared memory just before a signal ended it is there.
// links: -pthread
#include "threads.h"
#include <sys/time.h>

static volatile long *shared;

static void killed_by_itself(int signal) {
  pid_t child = SYS(fork());
  if (child == 0) {
    pid_t own = getpid();
    for (long i = 0; i < 1000; i++) {
      shared[0]++;
    }
    kill(own, signal);
    _exit(1);
  }
  EXPECT_SIGNALLED(child, signal);
}

/* It computes when the signal comes: nobody can tell how far it got. */
static void killed_by_a_timer(void) {
  pid_t child = SYS(fork());
  if (child == 0) {
    struct itimerval once = {.it_value = {0, 15000}};
    SYS(setitimer(ITIMER_REAL, &once, NULL));
    for (;;) {
      shared[1]++;
    }
  }
  EXPECT_SIGNALLED(child, SIGALRM);
}

static void *last_of_its_process(void *argument UNUSED) {
  shared[2] = 7;
  kill(getpid(), SIGKILL);
  return NULL;
}

static void killed_by_a_thread(void) {
  pid_t child = SYS(fork());
  if (child == 0) {
    join(start(last_of_its_process, NULL));
    _exit(1);
  }
  EXPECT_SIGNALLED(child, SIGKILL);
}

int main(void) {
  shared = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  killed_by_itself(SIGKILL);
  CHECK(shared[0] == 1000);
  killed_by_itself(SIGTERM);
  CHECK(shared[0] == 2000);
  step("killed by itself");
  do { // Once more where the timer ended it before it had a turn to compute.
    killed_by_a_timer();
  } while (shared[1] == 0);
  show("%ld", shared[1]);
  step("killed by a timer");
  killed_by_a_thread();
  CHECK(shared[2] == 7);
  step("killed by its own thread");
  return success();
}
