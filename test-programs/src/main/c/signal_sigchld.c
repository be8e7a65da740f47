// A SIGCHLD handler that reaps: contents, many children, exactly one report each.
#include "program.h"

static volatile int reaped, statuses;

static void on_child(int signal, siginfo_t *info, void *context UNUSED) {
  CHECK(signal == SIGCHLD && info->si_code == CLD_EXITED && info->si_pid > 0);
  int saved = errno, status;
  while (waitpid(-1, &status, WNOHANG) > 0) {
    reaped++;
    statuses += WEXITSTATUS(status);
  }
  errno = saved;
}

int main(void) {
  sigset_t blocked, none;
  sigemptyset(&none);
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGCHLD);
  SYS(sigprocmask(SIG_BLOCK, &blocked, NULL));
  handle(SIGCHLD, on_child, SA_NOCLDSTOP);
  for (int i = 1; i <= 10; i++) {
    pid_t child = SYS(fork());
    if (child == 0) {
      _exit(i);
    }
  }
  while (reaped < 10) {
    FAILS(sigsuspend(&none), EINTR);
  }
  FAILS(waitpid(-1, NULL, 0), ECHILD);
  step("%d children reaped, statuses %d", reaped, statuses);
  return success();
}
