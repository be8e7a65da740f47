// A child stopped and continued by signals: WUNTRACED, WSTOPPED, WCONTINUED, SIGCHLD codes.
#include "program.h"

int main(void) {
  pid_t child = SYS(fork());
  if (child == 0) {
    /* In a group of its own, which is not orphaned: SIGTSTP stops no orphaned group. */
    SYS(setpgid(0, 0));
    SYS(raise(SIGSTOP));
    SYS(raise(SIGTSTP));
    for (;;) {
      pause();
    }
  }
  int status;
  siginfo_t info;
  CHECK(waitpid(child, &status, WUNTRACED) == child);
  CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
  step("stopped by SIGSTOP");
  SYS(kill(child, SIGCONT));
  /* The child may stop again at once, and a new stop replaces the report of having continued. */
  SYS(waitid(P_PID, child, &info, WSTOPPED));
  CHECK(info.si_code == CLD_STOPPED && info.si_status == SIGTSTP && info.si_pid == child);
  step("continued, then stopped by SIGTSTP");
  SYS(kill(child, SIGCONT));
  SYS(waitid(P_PID, child, &info, WCONTINUED));
  CHECK(info.si_code == CLD_CONTINUED && info.si_status == SIGCONT);
  step("continued by SIGCONT");
  SYS(kill(child, SIGSTOP));
  SYS(waitid(P_PID, child, &info, WSTOPPED | WNOWAIT));
  CHECK(waitpid(child, &status, WUNTRACED) == child && WSTOPSIG(status) == SIGSTOP);
  SYS(kill(child, SIGCONT));
  CHECK(waitpid(child, &status, WCONTINUED) == child && WIFCONTINUED(status));
  SYS(kill(child, SIGSTOP));
  CHECK(waitpid(child, &status, WUNTRACED) == child);
  SYS(kill(child, SIGKILL));
  CHECK(waitpid(child, &status, 0) == child && WTERMSIG(status) == SIGKILL);
  step("SIGKILL ends a stopped child");
  return success();
}
