// readv and writev with zero lengths, 1024 entries, one too many, and a bad entry.
#include "program.h"
#include <sys/uio.h>

int main(void) {
  int fd = SYS(open("f", O_RDWR | O_CREAT, 0600));
  struct iovec odd[5] = {{"ab", 2}, {NULL, 0}, {"c", 1}, {(void *)1, 0}, {"defg", 4}};
  CHECK(writev(fd, odd, 5) == 7);
  char x[3] = {0}, y[2] = {0}, z[10];
  memset(z, '.', sizeof z);
  struct iovec in[4] = {{x, 3}, {NULL, 0}, {y, 2}, {z, 10}};
  SYS(lseek(fd, 0, SEEK_SET));
  CHECK(readv(fd, in, 4) == 7);
  CHECK(memcmp(x, "abc", 3) == 0 && memcmp(y, "de", 2) == 0 && memcmp(z, "fg.", 3) == 0);
  step("empty entries are passed over, a short read fills from the front");

  static unsigned char cells[1024];
  struct iovec many[1025];
  for (int i = 0; i < 1025; i++) {
    many[i] = (struct iovec){&cells[i % 1024], 1};
    cells[i % 1024] = pattern(i);
  }
  for (int i = 0; i < 1024; i++) {
    cells[i] = pattern(i);
  }
  CHECK(pwritev(fd, many, 1024, 100) == 1024);
  memset(cells, 0, sizeof cells);
  CHECK(preadv(fd, many, 1024, 100) == 1024);
  for (int i = 0; i < 1024; i++) {
    CHECK(cells[i] == pattern(i));
  }
  FAILS(readv(fd, many, 1025), EINVAL);
  FAILS(readv(fd, many, -1), EINVAL);
  CHECK(readv(fd, many, 0) == 0);
  step("1024 entries work, 1025 are refused");

  SYS(lseek(fd, 0, SEEK_SET));
  char first[2];
  struct iovec bad[2] = {{first, 2}, {(void *)8, 3}};
  errno = 0;
  ssize_t n = readv(fd, bad, 2);
  CHECK((n == 2 && memcmp(first, "ab", 2) == 0) || (n == -1 && errno == EFAULT));
  struct iovec bad_first[2] = {{(void *)8, 3}, {first, 2}};
  FAILS(readv(fd, bad_first, 2), EFAULT);
  FAILS(readv(fd, (struct iovec *)8, 2), EFAULT);
  struct iovec huge[2] = {{first, (size_t)-1}, {first, 2}};
  FAILS(readv(fd, huge, 2), EINVAL);
  step("bad entries give a short read or EFAULT");
  return success();
}
