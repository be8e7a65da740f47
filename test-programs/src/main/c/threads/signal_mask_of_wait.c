// A signal that only the mask of a wait lets through is handled before the wait returns; the same
// again with a seccomp filter of the program's own.
#include "program.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/select.h>
#include <sys/time.h>

enum { ROUNDS = 20 };

static volatile int ticks;

static void on_alarm(int signal, siginfo_t *info UNUSED, void *context UNUSED) {
  CHECK(signal == SIGALRM);
  ticks++;
}

static void alarm_soon(void) {
  struct itimerval timer = {.it_value = {0, 1000}};
  SYS(setitimer(ITIMER_REAL, &timer, NULL));
}

static void waits(const char *when) {
  sigset_t none, alarms, now;
  sigemptyset(&none);
  sigemptyset(&alarms);
  sigaddset(&alarms, SIGALRM);
  SYS(sigprocmask(SIG_BLOCK, &alarms, NULL));
  int epoll = SYS(epoll_create1(0));
  struct epoll_event event;
  for (int i = 0; i < ROUNDS; i++) {
    int before = ticks;
    alarm_soon();
    FAILS(sigsuspend(&none), EINTR);
    CHECK(ticks == before + 1);
    alarm_soon();
    FAILS(ppoll(NULL, 0, NULL, &none), EINTR);
    CHECK(ticks == before + 2);
    alarm_soon();
    FAILS(pselect(0, NULL, NULL, NULL, NULL, &none), EINTR);
    CHECK(ticks == before + 3);
    alarm_soon();
    FAILS(epoll_pwait(epoll, &event, 1, -1, &none), EINTR);
    CHECK(ticks == before + 4);
    SYS(sigprocmask(SIG_BLOCK, NULL, &now));
    CHECK(sigismember(&now, SIGALRM));
  }
  SYS(close(epoll));
  step("%s: %d signals, each in its wait", when, 4 * ROUNDS);
}

int main(void) {
  handle(SIGALRM, on_alarm, 0);
  waits("without a filter");
  struct sock_filter filter[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  struct sock_fprog program = {COUNT(filter), filter};
  SYS(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  SYS(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0));
  waits("with a filter");
  return success();
}
