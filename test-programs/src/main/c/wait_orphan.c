// An orphan gets a new parent, or the nearest subreaper; the subreaper reaps it.
#include "program.h"
#include <sys/prctl.h>

int main(void) {
  SYS(prctl(PR_SET_CHILD_SUBREAPER, 1));
  int p[2], go[2];
  SYS(pipe(p));
  SYS(pipe(go));
  pid_t grand = 0;
  pid_t child = SYS(fork());
  if (child == 0) {
    pid_t orphan = SYS(fork());
    if (orphan == 0) {
      SYS(close(go[1]));
      char c;
      CHECK(read(go[0], &c, 1) == 0);
      pid_t parent = getppid();
      CHECK(write(p[1], &parent, sizeof parent) == sizeof parent);
      _exit(17);
    }
    CHECK(write(p[1], &orphan, sizeof orphan) == sizeof orphan);
    _exit(0);
  }
  read_fully(p[0], &grand, sizeof grand);
  EXPECT_EXIT(child, 0);
  SYS(close(go[1]));
  pid_t new_parent;
  read_fully(p[0], &new_parent, sizeof new_parent);
  CHECK(new_parent == getpid());
  EXPECT_EXIT(grand, 17);
  step("the orphan came to the subreaper");
  return success();
}
