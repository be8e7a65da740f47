// prctl: name, parent-death signal, dumpable, keepcaps, no_new_privs, timer slack.
#include "program.h"
#include <sys/prctl.h>

int main(void) {
  char name[16] = {0};
  SYS(prctl(PR_GET_NAME, name));
  step("my name is %s", name);
  SYS(prctl(PR_SET_NAME, "a name that is too long"));
  SYS(prctl(PR_GET_NAME, name));
  step("my name is %s", name);
  char comm[32] = {0};
  int fd = SYS(open("/proc/self/comm", O_RDWR));
  ssize_t n = SYS(read(fd, comm, sizeof comm));
  CHECK(n == 16 && memcmp(comm, name, 15) == 0);
  step("/proc/self/comm says the same");
  int signal = -1;
  SYS(prctl(PR_GET_PDEATHSIG, &signal));
  CHECK(signal == 0);
  SYS(prctl(PR_SET_PDEATHSIG, SIGUSR2));
  SYS(prctl(PR_GET_PDEATHSIG, &signal));
  CHECK(signal == SIGUSR2);
  FAILS(prctl(PR_SET_PDEATHSIG, 100), EINVAL);
  CHECK(prctl(PR_GET_DUMPABLE) == 1);
  SYS(prctl(PR_SET_DUMPABLE, 0));
  CHECK(prctl(PR_GET_DUMPABLE) == 0);
  SYS(prctl(PR_SET_DUMPABLE, 1));
  SYS(prctl(PR_SET_KEEPCAPS, 1));
  CHECK(prctl(PR_GET_KEEPCAPS) == 1);
  SYS(prctl(PR_SET_TIMERSLACK, 50000));
  CHECK(prctl(PR_GET_TIMERSLACK) == 50000);
  int reaper = -1;
  SYS(prctl(PR_GET_CHILD_SUBREAPER, &reaper));
  CHECK(reaper == 0);
  FAILS(prctl(9999), EINVAL);
  step("settings are kept and read back");
  pid_t child = SYS(fork());
  if (child == 0) {
    SYS(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    CHECK(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
    int inherited = -1;
    SYS(prctl(PR_GET_PDEATHSIG, &inherited));
    CHECK(inherited == 0);
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  step("a child does not inherit the parent-death signal");
  return success();
}
