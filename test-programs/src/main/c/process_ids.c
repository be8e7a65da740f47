// pids, groups, sessions, users; setres*id in a child when root.
#include "program.h"
#include <grp.h>
#include <sys/fsuid.h>

int main(void) {
  CHECK(getpid() == syscall(SYS_gettid));
  CHECK(getpgid(0) == getpgrp() && getsid(0) > 0);
  FAILS(getpgid(0x3ffffff), ESRCH);
  show("pid %d group %d session %d", getpid(), getpgrp(), getsid(0));
  uid_t r, e, s;
  SYS(getresuid(&r, &e, &s));
  CHECK(r == getuid() && e == geteuid());
  gid_t rg, eg, sg;
  SYS(getresgid(&rg, &eg, &sg));
  CHECK(rg == getgid() && eg == getegid());
  int count = SYS(getgroups(0, NULL));
  gid_t *groups = calloc(count + 1, sizeof *groups);
  CHECK(getgroups(count, groups) == count);
  step("ids agree with each other");
  pid_t child = SYS(fork());
  if (child == 0) {
    if (geteuid() == 0) {
      gid_t extra[2] = {4000, 5000};
      SYS(setgroups(2, extra));
      CHECK(getgroups(2, groups) == 2 && groups[0] == 4000);
      SYS(setresgid(1001, 1002, 1003));
      SYS(setresuid(2001, 2002, 2003));
      SYS(getresuid(&r, &e, &s));
      CHECK(r == 2001 && e == 2002 && s == 2003);
      SYS(getresgid(&rg, &eg, &sg));
      CHECK(rg == 1001 && eg == 1002 && sg == 1003);
      SYS(setreuid(-1, 2003));
      CHECK(geteuid() == 2003);
    }
    FAILS(setuid(0), EPERM);
    CHECK(setfsuid(-1) >= 0);
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  uid_t r2, e2, s2;
  SYS(getresuid(&r2, &e2, &s2));
  CHECK(r2 == r && e2 == e && s2 == s);
  step("a child changed its ids and not ours");
  return success();
}
