// truncate and ftruncate shrink and grow; what grows reads as zeros.
#include "program.h"

int main(void) {
  write_file("f", "0123456789", 10);
  SYS(truncate("f", 4));
  int fd = SYS(open("f", O_RDWR));
  char buf[32];
  memset(buf, 'x', sizeof buf);
  CHECK(read(fd, buf, sizeof buf) == 4 && memcmp(buf, "0123x", 5) == 0);
  step("truncate to 4");
  SYS(ftruncate(fd, 8));
  CHECK(pread(fd, buf, sizeof buf, 0) == 8 && memcmp(buf, "0123\0\0\0\0", 8) == 0);
  step("ftruncate to 8 adds zeros");
  FAILS(ftruncate(fd, -1), EINVAL);
  FAILS(truncate("missing", 0), ENOENT);
  FAILS(truncate(".", 0), EISDIR);
  int ro = SYS(open("f", O_RDONLY));
  FAILS(ftruncate(ro, 0), EINVAL);
  step("bad truncations are refused");
  return success();
}
