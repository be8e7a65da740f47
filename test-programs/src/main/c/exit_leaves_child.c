// The first process ends while a child goes on: with --wait the whole tree is part of the run.
// record: --wait
#include "program.h"

int main(void) {
  int p[2];
  SYS(pipe(p));
  pid_t child = SYS(fork());
  if (child == 0) {
    SYS(close(p[1]));
    char c;
    /* The end of the pipe says that the parent is gone. */
    CHECK(read(p[0], &c, 1) == 0);
    step("the child is alone");
    success();
    _exit(0);
  }
  step("the parent leaves");
  _exit(0);
}
