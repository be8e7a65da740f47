// io_uring_setup, io_setup, userfaultfd: they work or are refused; programs fall back.
#include "program.h"

int main(void) {
  struct {
    unsigned words[30];
  } params = {0};
  long r = syscall(SYS_io_uring_setup, 4, &params);
  CHECK(r >= 0 || errno == ENOSYS || errno == EPERM);
  show("io_uring_setup %s", r >= 0 ? "works" : "is refused");
  unsigned long context = 0;
  r = syscall(SYS_io_setup, 4, &context);
  CHECK(r == 0 || errno == ENOSYS || errno == EAGAIN);
  show("io_setup %s", r >= 0 ? "works" : "is refused");
  r = syscall(SYS_userfaultfd, 0);
  CHECK(r >= 0 || errno == ENOSYS || errno == EPERM);
  step("each answers a descriptor or says why not");
  return success();
}
