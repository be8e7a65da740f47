// SIGKILL meets processes in a write to standard output, or between two: what they wrote is there.
#include "threads.h"

enum { KILLS = 30, STEP_NS = 60000 };

/* Byte by byte: of more a killed write may have written a part. */
static void show_part(const char *text) {
  if (getenv("JRR_SHOW") != NULL) {
    CHECK(write(1, text, strlen(text)) == (ssize_t)strlen(text));
  }
}

static void write_on(long until_ns) {
  die_after(until_ns);
  for (;;) {
    show_part(".");
  }
}

int main(void) {
  for (int i = 0; i < KILLS; i++) {
    int status;
    show_part("shown: ");
    pid_t child = SYS(fork());
    if (child == 0) {
      write_on(1 + i * (long)STEP_NS);
    }
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    show_part("\n");
  }
  step("%d were killed", KILLS);
  return success();
}
