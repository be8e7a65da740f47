// Lines go to standard output and error so often that they are written without a stop: in vectors,
// through copies, by a child, after redirections; all are printed, in order.
#include "program.h"
#include <sys/uio.h>

static void lines(int fd, const char *name, int count) {
  for (int i = 0; i < count; i++) {
    char line[64];
    int length = snprintf(line, sizeof line, "%s %d\n", name, i);
    if (i % 2) {
      CHECK(write(fd, line, length) == length);
    } else {
      struct iovec parts[] = {{line, 3}, {line + 3, 0}, {line + 3, length - 3}};
      CHECK(writev(fd, parts, 3) == length);
    }
  }
}

int main(void) {
  lines(1, "out", 12);
  lines(2, "error", 12);
  int copy = SYS(dup(1));
  lines(copy, "copy", 12);
  int file = SYS(open("f", O_RDWR | O_CREAT, 0600));
  SYS(dup2(file, 1));
  lines(1, "in the file", 12);
  char text[1024];
  CHECK(SYS(pread(file, text, sizeof text, 0)) == 12 * 14 + 2);
  SYS(dup2(copy, 1));
  lines(1, "out again", 12);
  pid_t child = SYS(fork());
  if (child == 0) {
    lines(1, "child", 12);
    SYS(dup2(2, 1));
    lines(1, "child's error", 12);
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  static char large[9000];
  memset(large, 'l', sizeof large);
  large[sizeof large - 1] = '\n';
  write_fully(1, large, sizeof large);
  int null = SYS(open("/dev/null", O_WRONLY));
  SYS(dup2(null, 1));
  lines(1, "nowhere", 12);
  SYS(dup2(copy, 1));
  SYS(close(copy));
  lines(1, "end", 5);
  void *volatile nowhere = (void *)16;
  FAILS(write(1, nowhere, 5), EFAULT);
  return success();
}
