// sendfile and copy_file_range, with and without offsets.
#include "program.h"
#include <sys/sendfile.h>

int main(void) {
  char data[20000];
  for (size_t i = 0; i < sizeof data; i++) {
    data[i] = pattern(i);
  }
  write_file("in", data, sizeof data);
  int in = SYS(open("in", O_RDONLY));
  int out = SYS(open("out", O_RDWR | O_CREAT, 0600));
  off_t from = 100;
  CHECK(sendfile(out, in, &from, 1000) == 1000);
  CHECK(from == 1100 && lseek(in, 0, SEEK_CUR) == 0);
  CHECK(sendfile(out, in, NULL, 500) == 500);
  CHECK(lseek(in, 0, SEEK_CUR) == 500);
  char back[1500];
  CHECK(pread(out, back, 1500, 0) == 1500);
  CHECK(memcmp(back, data + 100, 1000) == 0 && memcmp(back + 1000, data, 500) == 0);
  step("sendfile moves its own offset or the file's");
  from = 19990;
  CHECK(sendfile(out, in, &from, 1000) == 10 && from == 20000);
  CHECK(sendfile(out, in, &from, 1000) == 0);
  step("sendfile stops at the end");
  loff_t source = 5000, target = 50000;
  ssize_t n = copy_file_range(in, &source, out, &target, 3000, 0);
  CHECK(n == 3000 && source == 8000 && target == 53000);
  CHECK(pread(out, back, 1500, 50000) == 1500 && memcmp(back, data + 5000, 1500) == 0);
  step("copy_file_range moves both offsets");
  FAILS(sendfile(99, in, NULL, 1), EBADF);
  FAILS(sendfile(out, in, (off_t *)8, 1), EFAULT);
  FAILS(copy_file_range(in, NULL, out, NULL, 1, 99), EINVAL);
  step("bad arguments are refused");
  return success();
}
