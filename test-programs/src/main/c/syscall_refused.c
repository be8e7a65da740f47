// io_uring_setup, io_setup, userfaultfd, memfd_secret: they work or are refused; programs fall back.
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
  r = syscall(SYS_memfd_secret, 0);
  CHECK(r >= 0 || errno == ENOSYS || errno == EPERM);
  if (r >= 0) {
    SYS(ftruncate((int)r, PAGE));
    char *secret = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, (int)r, 0));
    CHECK(secret[0] == 0);
  }
  step("each answers a descriptor or says why not");
  return success();
}
