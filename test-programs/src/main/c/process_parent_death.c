// PR_SET_PDEATHSIG: a grandchild is told when its parent dies.
#include "program.h"
#include <sys/prctl.h>

int main(void) {
  SYS(prctl(PR_SET_CHILD_SUBREAPER, 1));
  int ready[2];
  SYS(pipe(ready));
  pid_t child = SYS(fork());
  if (child == 0) {
    int armed[2];
    SYS(pipe(armed));
    pid_t grand = SYS(fork());
    if (grand == 0) {
      sigset_t set;
      sigemptyset(&set);
      sigaddset(&set, SIGUSR1);
      SYS(sigprocmask(SIG_BLOCK, &set, NULL));
      SYS(prctl(PR_SET_PDEATHSIG, SIGUSR1));
      CHECK(write(armed[1], "a", 1) == 1);
      siginfo_t info;
      CHECK(sigwaitinfo(&set, &info) == SIGUSR1);
      CHECK(info.si_code == SI_USER || info.si_code == SI_KERNEL);
      _exit(33);
    }
    char c;
    read_fully(armed[0], &c, 1);
    CHECK(write(ready[1], &grand, sizeof grand) == sizeof grand);
    _exit(0);
  }
  pid_t grand;
  read_fully(ready[0], &grand, sizeof grand);
  EXPECT_EXIT(child, 0);
  EXPECT_EXIT(grand, 33);
  step("the signal came");
  return success();
}
