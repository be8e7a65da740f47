// clone with CLONE_FILES and without CLONE_VM: processes whose memory is their own and whose
// descriptors are the same ones.
#include "program.h"
#include <sched.h>

static void use(int fd, char byte) {
  for (int i = 0; i < 20; i++) {
    CHECK(write(fd, &byte, 1) == 1);
  }
}

int main(void) {
  int fd = SYS(open("f", O_RDWR | O_CREAT, 0600));
  use(fd, 'a');
  pid_t child = SYS(syscall(SYS_clone, CLONE_FILES | SIGCHLD, NULL, NULL, NULL, 0));
  if (child == 0) {
    use(fd, 'b');
    SYS(dup2(1, fd));
    use(fd, 'c');
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  use(fd, 'd');
  step(" from both, through a descriptor that the child made");
  child = SYS(syscall(SYS_clone, CLONE_FILES | SIGCHLD, NULL, NULL, NULL, 0));
  if (child == 0) {
    SYS(unshare(CLONE_FILES));
    SYS(close(fd));
    CHECK(SYS(open("f", O_RDWR)) == fd);
    use(fd, 'e');
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  use(fd, 'f');
  SYS(close(fd));
  fd = SYS(open("f", O_RDONLY));
  char text[64];
  CHECK(read(fd, text, sizeof text) == 40 && memcmp(text + 18, "eebb", 4) == 0);
  step(" to where the first one leads");
  return success();
}
