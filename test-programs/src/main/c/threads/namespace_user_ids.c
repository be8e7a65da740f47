// A user namespace with its maps: root inside, someone outside; where it is refused, the same text.
// links: -pthread
#include "threads.h"

static int write_text(const char *path, const char *text) {
  int fd = open(path, O_WRONLY);
  if (fd == -1) {
    return -1;
  }
  ssize_t n = write(fd, text, strlen(text));
  SYS(close(fd));
  return n == (ssize_t)strlen(text) ? 0 : -1;
}

int main(void) {
  uid_t outside = geteuid();
  pid_t child = SYS(fork());
  if (child == 0) {
    if (unshare(CLONE_NEWUSER) == -1) {
      _exit(9);
    }
    char map[64];
    snprintf(map, sizeof map, "0 %d 1", outside);
    if (write_text("/proc/self/setgroups", "deny") == -1 ||
        write_text("/proc/self/uid_map", map) == -1) {
      _exit(9);
    }
    CHECK(getuid() == 0 && geteuid() == 0);
    SYS(setuid(0));
    FAILS(setuid(12345), EINVAL);
    pid_t inner = SYS(fork());
    if (inner == 0) {
      _exit(getuid() == 0 ? 9 : 1);
    }
    EXPECT_EXIT(inner, 9);
    _exit(9);
  }
  EXPECT_EXIT(child, 9);
  step("root inside, user outside");
  return success();
}
