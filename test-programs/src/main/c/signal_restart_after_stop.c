// A child blocked in calls is stopped and continued: the calls go on as if nothing had been.
#include "program.h"
#include <poll.h>

int main(void) {
  int p[2];
  SYS(pipe(p));
  pid_t child = SYS(fork());
  if (child == 0) {
    char c;
    CHECK(read(p[0], &c, 1) == 1 && c == 'a');
    struct pollfd set = {p[0], POLLIN, 0};
    CHECK(poll(&set, 1, -1) == 1);
    CHECK(read(p[0], &c, 1) == 1 && c == 'b');
    _exit(0);
  }
  for (int i = 0; i < 2; i++) {
    wait_until_asleep(child);
    int status;
    SYS(kill(child, SIGSTOP));
    CHECK(waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status));
    SYS(kill(child, SIGCONT));
    CHECK(waitpid(child, &status, WCONTINUED) == child && WIFCONTINUED(status));
    wait_until_asleep(child);
    CHECK(write(p[1], i == 0 ? "a" : "b", 1) == 1);
  }
  EXPECT_EXIT(child, 0);
  step("read and poll went on after SIGSTOP and SIGCONT");
  return success();
}
