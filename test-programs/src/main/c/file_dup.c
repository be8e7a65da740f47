// dup, dup2, dup3 and F_DUPFD share one offset and keep their own close-on-exec flag.
#include "program.h"

int main(void) {
  int fd = SYS(open("f", O_RDWR | O_CREAT, 0600));
  CHECK(write(fd, "abcdef", 6) == 6);
  SYS(lseek(fd, 0, SEEK_SET));
  int copy = SYS(dup(fd));
  char c;
  CHECK(read(fd, &c, 1) == 1 && c == 'a');
  CHECK(read(copy, &c, 1) == 1 && c == 'b');
  step("dup shares the offset");
  CHECK(dup2(fd, 50) == 50);
  CHECK(read(50, &c, 1) == 1 && c == 'c');
  CHECK(dup2(50, 50) == 50);
  CHECK(dup3(fd, 51, O_CLOEXEC) == 51);
  CHECK(fcntl(51, F_GETFD) == FD_CLOEXEC && fcntl(50, F_GETFD) == 0);
  FAILS(dup3(fd, fd, 0), EINVAL);
  FAILS(dup2(99, 52), EBADF);
  step("dup2 and dup3 give the number asked for");
  CHECK(fcntl(fd, F_DUPFD, 60) == 60);
  CHECK(fcntl(fd, F_DUPFD_CLOEXEC, 60) == 61);
  CHECK(fcntl(61, F_GETFD) == FD_CLOEXEC);
  step("F_DUPFD gives the lowest free number");
  SYS(syscall(SYS_close_range, 50, 61, 0));
  FAILS(fcntl(50, F_GETFD), EBADF);
  FAILS(fcntl(61, F_GETFD), EBADF);
  CHECK(read(copy, &c, 1) == 1 && c == 'd');
  step("close_range closes them all but the first two");
  return success();
}
