// sigwaitinfo, sigtimedwait, sigwait, sigsuspend, with signals of oneself and of a child.
#include "program.h"

static volatile int handled;

static void on_signal(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  handled++;
}

int main(void) {
  sigset_t set, none;
  sigemptyset(&none);
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGCHLD);
  SYS(sigprocmask(SIG_BLOCK, &set, NULL));
  siginfo_t info;
  struct timespec zero = {0, 0}, little = {0, 20000000};
  FAILS(sigtimedwait(&set, &info, &zero), EAGAIN);
  FAILS(sigtimedwait(&set, &info, &little), EAGAIN);
  step("sigtimedwait times out");
  SYS(sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 77}));
  CHECK(sigtimedwait(&set, &info, &little) == SIGUSR1);
  CHECK(info.si_code == SI_QUEUE && info.si_value.sival_int == 77);
  step("sigtimedwait takes what is pending");
  pid_t parent = getpid();
  pid_t child = SYS(fork());
  if (child == 0) {
    wait_until_asleep(parent);
    SYS(kill(parent, SIGUSR1));
    _exit(4);
  }
  CHECK(sigwaitinfo(&set, &info) == SIGUSR1);
  CHECK(info.si_code == SI_USER && info.si_pid == child);
  CHECK(sigwaitinfo(&set, &info) == SIGCHLD);
  CHECK(info.si_code == CLD_EXITED && info.si_status == 4 && info.si_pid == child);
  EXPECT_EXIT(child, 4);
  step("sigwaitinfo waits for the child's signal and for its end");
  handle(SIGUSR1, on_signal, 0);
  child = SYS(fork());
  if (child == 0) {
    wait_until_asleep(parent);
    SYS(kill(parent, SIGUSR1));
    _exit(0);
  }
  FAILS(sigsuspend(&none), EINTR);
  CHECK(handled == 1);
  EXPECT_EXIT(child, 0);
  sigset_t now;
  SYS(sigprocmask(SIG_SETMASK, NULL, &now));
  CHECK(sigismember(&now, SIGUSR1));
  step("sigsuspend ran the handler and gave the mask back");
  SYS(raise(SIGUSR1));
  FAILS(sigsuspend(&none), EINTR);
  CHECK(handled == 2);
  int number;
  SYS(raise(SIGUSR1));
  CHECK(sigwait(&set, &number) == 0 && (number == SIGUSR1 || number == SIGCHLD));
  step("a pending signal ends sigsuspend at once");
  return success();
}
