// pread and pwrite move no offset, cross the end of the file, and refuse pipes.
#include "program.h"

int main(void) {
  int fd = SYS(open("f", O_RDWR | O_CREAT, 0600));
  unsigned char out[10000], in[10000];
  for (size_t i = 0; i < sizeof out; i++) {
    out[i] = pattern(i);
  }
  CHECK(pwrite(fd, out, sizeof out, 5000) == sizeof out);
  CHECK(lseek(fd, 0, SEEK_CUR) == 0);
  step("pwrite leaves the offset at 0");

  CHECK(pread(fd, in, 5000, 0) == 5000);
  for (int i = 0; i < 5000; i++) {
    CHECK(in[i] == 0);
  }
  step("the hole before it reads as zeros");

  CHECK(pread(fd, in, sizeof in, 5000) == sizeof in);
  CHECK(memcmp(in, out, sizeof in) == 0);
  memset(in, 0xee, sizeof in);
  CHECK(pread(fd, in, sizeof in, 14990) == 10);
  CHECK(memcmp(in, out + 9990, 10) == 0 && in[10] == 0xee);
  CHECK(pread(fd, in, 1, 15000) == 0);
  step("a read across the end is short and touches nothing behind it");

  FAILS(pread(fd, in, 1, -1), EINVAL);
  int p[2];
  SYS(pipe(p));
  FAILS(pread(p[0], in, 1, 0), ESPIPE);
  step("a negative offset and a pipe are refused");
  return success();
}
