// A child that dies with a core dump: CLD_DUMPED and WCOREDUMP say so where cores are written.
#include "program.h"
#include <sys/resource.h>

int main(void) {
  pid_t child = SYS(fork());
  if (child == 0) {
    SYS(setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}));
    *(volatile int *)16 = 1;
    _exit(0);
  }
  siginfo_t info;
  SYS(waitid(P_PID, child, &info, WEXITED | WNOWAIT));
  CHECK(info.si_status == SIGSEGV && (info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED));
  int status;
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(WTERMSIG(status) == SIGSEGV);
  step("died by SIGSEGV");
  for (const int *s = (int[]){SIGQUIT, SIGABRT, SIGFPE, SIGSYS, 0}; *s; s++) {
    child = SYS(fork());
    if (child == 0) {
      struct rlimit limit;
      SYS(getrlimit(RLIMIT_CORE, &limit));
      limit.rlim_cur = limit.rlim_max;
      SYS(setrlimit(RLIMIT_CORE, &limit));
      SYS(raise(*s));
      _exit(0);
    }
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == *s);
    show("core dumped: %d", WCOREDUMP(status) != 0);
    step("died by signal %d", *s);
  }
  return success();
}
