// O_NONBLOCK on both ends: EAGAIN when empty and full, partial writes, FIONREAD, pipe size.
#include "program.h"
#include <sys/ioctl.h>

int main(void) {
  int p[2];
  SYS(pipe2(p, O_NONBLOCK | O_CLOEXEC));
  CHECK(fcntl(p[0], F_GETFD) == FD_CLOEXEC);
  char c;
  FAILS(read(p[0], &c, 1), EAGAIN);
  int capacity = SYS(fcntl(p[1], F_SETPIPE_SZ, 65536));
  CHECK(capacity >= 65536 && fcntl(p[1], F_GETPIPE_SZ) == capacity);
  static char block[4096];
  int written = 0;
  ssize_t n;
  while ((n = write(p[1], block, sizeof block)) > 0) {
    written += n;
  }
  CHECK(n == -1 && errno == EAGAIN && written == capacity);
  int queued = 0;
  SYS(ioctl(p[0], FIONREAD, &queued));
  CHECK(queued == capacity);
  step("an empty pipe and a full one answer EAGAIN");
  static char large[40000];
  CHECK(read(p[0], large, sizeof large) == sizeof large);
  n = write(p[1], large, sizeof large);
  CHECK(n > 0 && n <= (ssize_t)sizeof large);
  show("a partial write took %zd", n);
  step("a write larger than the room takes part of it");
  SYS(close(p[1]));
  int total = capacity - 40000 + n;
  while ((n = SYS(read(p[0], large, sizeof large))) > 0) {
    total -= n;
  }
  CHECK(total == 0);
  CHECK(read(p[0], &c, 1) == 0);
  step("the closed pipe gives what is left, then the end");
  return success();
}
