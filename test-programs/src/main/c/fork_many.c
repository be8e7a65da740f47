// Two hundred children one after the other, and fifty at once.
#include "program.h"

int main(void) {
  unsigned sum = 0;
  for (int i = 0; i < 200; i++) {
    pid_t child = SYS(fork());
    if (child == 0) {
      _exit(i % 256);
    }
    EXPECT_EXIT(child, i % 256);
    sum += i % 256;
  }
  step("200 in turn, statuses %u", sum);
  int go[2];
  SYS(pipe(go));
  for (int i = 0; i < 50; i++) {
    if (SYS(fork()) == 0) {
      SYS(close(go[1]));
      char c;
      CHECK(read(go[0], &c, 1) == 0);
      _exit(i);
    }
  }
  SYS(close(go[1]));
  sum = 0;
  for (int i = 0; i < 50; i++) {
    int status;
    pid_t child = SYS(wait(&status));
    CHECK(WIFEXITED(status));
    show("child %d ended with %d", child, WEXITSTATUS(status));
    sum += WEXITSTATUS(status);
  }
  step("50 at once, statuses %u", sum);
  return success();
}
