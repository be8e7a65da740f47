// splice, tee and vmsplice between pipes and files.
#include "program.h"
#include <sys/uio.h>

int main(void) {
  write_file("in", "The quick brown fox", 19);
  int in = SYS(open("in", O_RDONLY));
  int p[2], q[2];
  SYS(pipe(p));
  SYS(pipe(q));
  loff_t at = 4;
  CHECK(splice(in, &at, p[1], NULL, 5, 0) == 5 && at == 9);
  step("splice of a file into a pipe");
  CHECK(tee(p[0], q[1], 100, 0) == 5);
  char buf[32] = {0};
  CHECK(read(p[0], buf, sizeof buf) == 5 && memcmp(buf, "quick", 5) == 0);
  memset(buf, 0, sizeof buf);
  CHECK(read(q[0], buf, sizeof buf) == 5 && memcmp(buf, "quick", 5) == 0);
  step("tee copies and leaves the data: %s", buf);
  struct iovec parts[2] = {{"gift ", 5}, {"given", 5}};
  CHECK(vmsplice(p[1], parts, 2, 0) == 10);
  int out = SYS(open("out", O_RDWR | O_CREAT, 0600));
  CHECK(splice(p[0], NULL, out, NULL, 100, SPLICE_F_MOVE) == 10);
  memset(buf, 0, sizeof buf);
  CHECK(pread(out, buf, sizeof buf, 0) == 10);
  step("vmsplice and splice to a file: %s", buf);
  FAILS(splice(p[0], NULL, out, NULL, 100, SPLICE_F_NONBLOCK), EAGAIN);
  FAILS(splice(in, NULL, out, NULL, 1, 0), EINVAL);
  CHECK(write(p[1], "vm", 2) == 2);
  memset(buf, 0, sizeof buf);
  struct iovec into = {buf, sizeof buf};
  CHECK(vmsplice(p[0], &into, 1, 0) == 2 && memcmp(buf, "vm", 3) == 0);
  step("vmsplice reads from a pipe into memory");
  return success();
}
