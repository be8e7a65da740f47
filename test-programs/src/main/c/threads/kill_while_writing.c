// SIGKILL meets processes in a write to standard output, or between two: what they wrote is there.
#include "threads.h"

enum { KILLS = 30, STEP_NS = 60000 };

static void write_on(long until_ns) {
  die_after(until_ns);
  for (int i = 0;; i++) {
    show("line %d", i);
  }
}

int main(void) {
  for (int i = 0; i < KILLS; i++) {
    int status;
    pid_t child = SYS(fork());
    if (child == 0) {
      write_on(1 + i * (long)STEP_NS);
    }
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  }
  step("%d were killed", KILLS);
  return success();
}
