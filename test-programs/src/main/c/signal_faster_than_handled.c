// A timer's signals come faster than a recorder gets through their handler, which makes many calls:
// the program gets on all the same, with calls, a fork, and where it only computes.
#include "program.h"
#include <sys/time.h>

enum { INTERVAL_US = 500, CALLS_OF_HANDLER = 120, CALLS = 60, COMPUTING = 20000000 };

static volatile sig_atomic_t ticks;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  int saved = errno;
  for (int i = 0; i < CALLS_OF_HANDLER; i++) {
    CHECK(syscall(SYS_close, -1) == -1 && errno == EBADF);
  }
  errno = saved;
  ticks++;
}

static void tick_by_interval(int us) {
  SYS(setitimer(ITIMER_REAL, &(struct itimerval){{0, us}, {0, us}}, NULL));
}

static timer_t timer;

static void tick_by_timer(int us) {
  long ns = us * 1000L;
  SYS(timer_settime(timer, 0, &(struct itimerspec){{0, ns}, {0, ns}}, NULL));
}

static void get_on(const char *by, void (*tick_every)(int us)) {
  ticks = 0;
  tick_every(INTERVAL_US);
  long whole = 0;
  for (int i = 0; i < CALLS || ticks < 3; i++) {
    whole += syscall(SYS_getppid) > 0;
    whole -= syscall(SYS_lseek, -1, 0L, SEEK_SET) == -1;
  }
  CHECK(whole == 0);
  pid_t child = SYS(fork()); // not made while a signal is pending
  if (child == 0) {
    sigset_t mask;
    SYS(sigprocmask(SIG_BLOCK, NULL, &mask));
    _exit(sigismember(&mask, SIGALRM));
  }
  int status;
  SYS(waitpid(child, &status, 0));
  CHECK(status == 0);
  volatile long sum = 0;
  for (int i = 0; i < COMPUTING; i++) {
    sum += i;
  }
  tick_every(0);
  step("%s: computed %ld", by, sum);
  show("%d ticks", ticks);
}

int main(void) {
  handle(SIGALRM, on_tick, SA_RESTART);
  get_on("setitimer", tick_by_interval);
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
  SYS(timer_create(CLOCK_MONOTONIC, &event, &timer));
  get_on("timer_create", tick_by_timer);
  return success();
}
