// A write larger than the pipe blocks until a child has read it all.
#include "program.h"

int main(void) {
  size_t size = 1000000;
  int p[2], back[2];
  SYS(pipe(p));
  SYS(pipe(back));
  pid_t child = SYS(fork());
  if (child == 0) {
    SYS(close(p[1]));
    unsigned char buffer[10007];
    size_t total = 0;
    ssize_t n;
    while ((n = SYS(read(p[0], buffer, sizeof buffer))) > 0) {
      for (ssize_t i = 0; i < n; i++) {
        CHECK(buffer[i] == pattern(total + i));
      }
      total += n;
    }
    CHECK(write(back[1], &total, sizeof total) == sizeof total);
    _exit(0);
  }
  SYS(close(p[0]));
  unsigned char *data = malloc(size);
  for (size_t i = 0; i < size; i++) {
    data[i] = pattern(i);
  }
  CHECK(write(p[1], data, size) == (ssize_t)size);
  SYS(close(p[1]));
  size_t total;
  read_fully(back[0], &total, sizeof total);
  EXPECT_EXIT(child, 0);
  CHECK(total == size);
  step("one write of %zu bytes passed through the pipe", total);
  return success();
}
