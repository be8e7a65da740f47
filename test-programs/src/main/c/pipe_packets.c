// O_DIRECT pipes keep packets apart; fifos open from two processes.
#include "program.h"

int main(void) {
  int p[2];
  SYS(pipe2(p, O_DIRECT));
  CHECK(write(p[1], "one", 3) == 3);
  CHECK(write(p[1], "three", 5) == 5);
  char buf[16] = {0};
  CHECK(read(p[0], buf, sizeof buf) == 3);
  CHECK(read(p[0], buf, 2) == 2 && memcmp(buf, "th", 2) == 0);
  CHECK(write(p[1], "x", 1) == 1);
  CHECK(read(p[0], buf, sizeof buf) == 1 && buf[0] == 'x');
  step("packets stay apart, the rest of a packet read in part is lost");
  SYS(mkfifo("fifo", 0600));
  FAILS(open("fifo", O_WRONLY | O_NONBLOCK), ENXIO);
  pid_t child = SYS(fork());
  if (child == 0) {
    int w = SYS(open("fifo", O_WRONLY));
    CHECK(write(w, "through", 7) == 7);
    _exit(0);
  }
  int r = SYS(open("fifo", O_RDONLY));
  memset(buf, 0, sizeof buf);
  read_fully(r, buf, 7);
  CHECK(read(r, buf + 8, 1) == 0);
  EXPECT_EXIT(child, 0);
  step("a fifo carried \"%s\" and ended", buf);
  return success();
}
