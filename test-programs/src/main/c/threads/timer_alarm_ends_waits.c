// alarm ends waits of each kind in a thread that is not the first, by a handler or by death.
// links: -pthread
#include "threads.h"
#include <sys/time.h>

static volatile int hits;

static void on_alarm(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  hits++;
}

/* Again and again, until it is 0: on a busy machine the first may come before the wait begins. */
static void arm(long us) {
  struct itimerval timer = {.it_value = {0, us}, .it_interval = {0, us}};
  SYS(setitimer(ITIMER_REAL, &timer, NULL));
}

static void *body(void *argument) {
  char byte;
  int *pipe_ = argument;
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGALRM);
  PT(pthread_sigmask(SIG_UNBLOCK, &set, NULL));
  arm(20000);
  FAILS(read(pipe_[0], &byte, 1), EINTR);
  arm(20000);
  int word = 0;
  FAILS(futex_wait(&word, 0, NULL), EINTR);
  arm(20000);
  FAILS(pause(), EINTR);
  arm(0);
  return NULL;
}

int main(void) {
  int pipe_[2];
  SYS(pipe(pipe_));
  handle(SIGALRM, on_alarm, 0);
  pthread_t thread;
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGALRM);
  /* The new thread unblocks what the first keeps blocked. */
  PT(pthread_sigmask(SIG_BLOCK, &set, NULL));
  thread = start(body, pipe_);
  join(thread);
  CHECK(hits >= 3);
  step("three waits ended by an alarm");
  pid_t child = SYS(fork());
  if (child == 0) {
    PT(pthread_sigmask(SIG_UNBLOCK, &set, NULL));
    signal(SIGALRM, SIG_DFL);
    arm(30000);
    for (;;) {
    }
  }
  EXPECT_SIGNALLED(child, SIGALRM);
  step("a computing process ended by an alarm");
  return success();
}
