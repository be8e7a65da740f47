// preadv2 and pwritev2 with flags, and a large scatter over many pages.
#include "program.h"
#include <sys/uio.h>

int main(void) {
  int fd = SYS(open("f", O_RDWR | O_CREAT, 0600));
  size_t size = 300000;
  unsigned char *out = malloc(size), *in = calloc(1, size);
  for (size_t i = 0; i < size; i++) {
    out[i] = pattern(i);
  }
  struct iovec parts[3] = {{out, 1}, {out + 1, 199999}, {out + 200000, 100000}};
  CHECK(pwritev2(fd, parts, 3, 0, RWF_DSYNC) == (ssize_t)size);
  struct iovec into[3] = {{in, 150001}, {in + 150001, 0}, {in + 150001, 149999}};
  CHECK(preadv2(fd, into, 3, 0, 0) == (ssize_t)size);
  CHECK(memcmp(in, out, size) == 0);
  step("300,000 bytes scattered and gathered");
  CHECK(preadv2(fd, into, 1, -1, 0) == 150001 || errno == EINVAL);
  struct iovec tail = {"tail", 4};
  CHECK(pwritev2(fd, &tail, 1, 0, RWF_APPEND) == 4);
  struct stat st;
  SYS(fstat(fd, &st));
  CHECK(st.st_size == (off_t)size + 4);
  step("RWF_APPEND goes to the end");
  int p[2];
  SYS(pipe(p));
  char c;
  struct iovec one = {&c, 1};
  FAILS(preadv2(p[0], &one, 1, -1, RWF_NOWAIT), EAGAIN);
  CHECK(write(p[1], "!", 1) == 1);
  CHECK(preadv2(p[0], &one, 1, -1, RWF_NOWAIT) == 1 && c == '!');
  step("RWF_NOWAIT on a pipe does not wait");
  return success();
}
