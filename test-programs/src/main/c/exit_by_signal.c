// expect-status: 143
// The program ends by SIGTERM; its recorder says so too.
#include "program.h"

int main(void) {
  step("killing myself with SIGTERM");
  success();
  SYS(kill(getpid(), SIGTERM));
  for (;;) {
    pause();
  }
}
