// alarm, setitimer and timer_create interrupt blocking calls.
// links: -lrt
#include "program.h"
#include <sys/time.h>

static volatile int hits;
static siginfo_t seen;

static void on_signal(int signal UNUSED, siginfo_t *info, void *context UNUSED) {
  hits++;
  seen = *info;
}

int main(void) {
  sigset_t blocked, none;
  sigemptyset(&none);
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGALRM);
  sigaddset(&blocked, SIGRTMIN);
  SYS(sigprocmask(SIG_BLOCK, &blocked, NULL));
  handle(SIGALRM, on_signal, 0);
  handle(SIGRTMIN, on_signal, 0);
  alarm(1);
  FAILS(sigsuspend(&none), EINTR);
  CHECK(hits == 1 && seen.si_code == SI_KERNEL);
  CHECK(alarm(1000) == 0);
  CHECK(alarm(0) >= 900);
  step("alarm of a second");
  struct itimerval timer = {.it_value = {0, 20000}, .it_interval = {0, 20000}}, old;
  SYS(setitimer(ITIMER_REAL, &timer, NULL));
  for (int i = 0; i < 3; i++) {
    FAILS(sigsuspend(&none), EINTR);
  }
  timer = (struct itimerval){0};
  SYS(setitimer(ITIMER_REAL, &timer, &old));
  CHECK(old.it_interval.tv_usec == 20000 && hits == 4);
  SYS(getitimer(ITIMER_REAL, &old));
  CHECK(old.it_value.tv_sec == 0 && old.it_value.tv_usec == 0);
  step("setitimer three times");
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN};
  event.sigev_value.sival_int = 99;
  timer_t id;
  SYS(timer_create(CLOCK_MONOTONIC, &event, &id));
  struct itimerspec spec = {.it_value = {0, 20000000}};
  SYS(timer_settime(id, 0, &spec, NULL));
  /* A fourth alarm may have come before the interval was taken off: it stays blocked. */
  sigset_t alarms;
  sigemptyset(&alarms);
  sigaddset(&alarms, SIGALRM);
  FAILS(sigsuspend(&alarms), EINTR);
  CHECK(seen.si_code == SI_TIMER && seen.si_value.sival_int == 99 && seen.si_overrun == 0);
  SYS(timer_gettime(id, &spec));
  CHECK(spec.it_value.tv_sec == 0 && spec.it_value.tv_nsec == 0);
  CHECK(timer_getoverrun(id) == 0);
  SYS(timer_delete(id));
  FAILS(timer_delete(id), EINVAL);
  step("timer_create with a value");
  return success();
}
