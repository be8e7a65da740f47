// Signals to a process group, from its leader's parent; sessions and groups.
#include "program.h"

int main(void) {
  int ready[2];
  SYS(pipe(ready));
  pid_t leader = 0, members[3];
  for (int i = 0; i < 3; i++) {
    members[i] = SYS(fork());
    if (members[i] == 0) {
      SYS(setpgid(0, leader));
      CHECK(write(ready[1], "r", 1) == 1);
      for (;;) {
        pause();
      }
    }
    leader = leader ? leader : members[i];
    char c;
    read_fully(ready[0], &c, 1);
    CHECK(getpgid(members[i]) == leader);
  }
  SYS(killpg(leader, SIGUSR1));
  for (int i = 0; i < 3; i++) {
    EXPECT_SIGNALLED(members[i], SIGUSR1);
  }
  FAILS(killpg(leader, 0), ESRCH);
  step("three members died by one kill");
  pid_t child = SYS(fork());
  if (child == 0) {
    CHECK(setsid() == getpid());
    CHECK(getsid(0) == getpid() && getpgrp() == getpid());
    FAILS(setsid(), EPERM);
    FAILS(setpgid(0, getppid()), EPERM);
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  step("setsid makes a session once");
  return success();
}
