// Seeking: all origins, beyond the end, holes and data, and refusals.
#include "program.h"

int main(void) {
  int fd = SYS(open("sparse", O_RDWR | O_CREAT, 0600));
  CHECK(lseek(fd, 1 << 20, SEEK_SET) == 1 << 20);
  CHECK(write(fd, "end", 3) == 3);
  CHECK(lseek(fd, 0, SEEK_END) == (1 << 20) + 3);
  CHECK(lseek(fd, -3, SEEK_CUR) == 1 << 20);
  char buf[4] = {0};
  CHECK(read(fd, buf, 4) == 3 && strcmp(buf, "end") == 0);
  step("SEEK_SET, SEEK_END and SEEK_CUR");

  off_t hole = SYS(lseek(fd, 0, SEEK_HOLE));
  off_t data = SYS(lseek(fd, 0, SEEK_DATA));
  CHECK((hole == 0 && data > 0 && data <= 1 << 20) || (data == 0 && hole == (1 << 20) + 3));
  FAILS(lseek(fd, 2 << 20, SEEK_DATA), ENXIO);
  step("SEEK_HOLE and SEEK_DATA agree");

  FAILS(lseek(fd, -1, SEEK_SET), EINVAL);
  FAILS(lseek(fd, 0, 99), EINVAL);
  FAILS(lseek(99, 0, SEEK_SET), EBADF);
  int p[2];
  SYS(pipe(p));
  FAILS(lseek(p[0], 0, SEEK_SET), ESPIPE);
  step("bad seeks are refused");
  return success();
}
