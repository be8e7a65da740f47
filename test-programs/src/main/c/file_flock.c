// flock: shared, exclusive, refused, inherited over fork, waited for.
#include "program.h"
#include <sys/file.h>

int main(void) {
  int a = SYS(open("f", O_RDWR | O_CREAT, 0600));
  int b = SYS(open("f", O_RDWR));
  SYS(flock(a, LOCK_SH));
  SYS(flock(b, LOCK_SH));
  FAILS(flock(a, LOCK_EX | LOCK_NB), EWOULDBLOCK);
  SYS(flock(b, LOCK_UN));
  SYS(flock(a, LOCK_EX));
  FAILS(flock(b, LOCK_SH | LOCK_NB), EWOULDBLOCK);
  step("two shared locks or one exclusive");
  pid_t child = SYS(fork());
  if (child == 0) {
    int c = SYS(open("f", O_RDWR));
    SYS(close(a));
    SYS(flock(c, LOCK_EX));
    _exit(3);
  }
  wait_until_asleep(child);
  SYS(flock(a, LOCK_UN));
  EXPECT_EXIT(child, 3);
  step("a child waited for the exclusive lock");
  return success();
}
