// The stack grows by deep recursion and by read() into memory that it has not reached yet.
// cflags: -O0
#include "program.h"

static int deep(int level) {
  volatile char block[8192];
  block[0] = level;
  block[8191] = 1;
  if (level == 0) {
    return 0;
  }
  return deep(level - 1) + block[8191];
}

int main(void) {
  step("recursion of %d levels of 8 KiB", deep(500));
  pid_t child = SYS(fork());
  if (child == 0) {
    /* A child of its own, whose stack has been used only as far as deep() went. */
    write_file("f", "0123456789", 10);
    int fd = SYS(open("f", O_RDONLY));
    char *far_below = (char *)__builtin_frame_address(0) - 6 * 1024 * 1024;
    CHECK(pread(fd, far_below, 10, 0) == 10);
    CHECK(memcmp(far_below, "0123456789", 10) == 0);
    CHECK(far_below[10] == 0);
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  step("read() grew the stack by itself");
  return success();
}
