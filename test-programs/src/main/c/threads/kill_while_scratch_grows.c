// SIGKILL meets a process whose first thread asks for more and more in calls that could block: a
// recorder gives each more room, and makes calls of its own for that.
// links: -pthread
#include "threads.h"

enum { KILLS = 150, STEP_NS = 20000, BYTES = 65536, LARGEST = 24 };

static void *waits(void *argument UNUSED) {
  for (;;) {
    pause();
  }
  return NULL;
}

static void read_ever_more(long until_ns) {
  static char bytes[LARGEST * BYTES];
  int ends[2];
  SYS(pipe(ends));
  start(waits, NULL);
  die_after(until_ns);
  for (int size = 1;; size = size % LARGEST + 1) {
    SYS(write(ends[1], "x", 1));
    CHECK(read(ends[0], bytes, (size_t)size * BYTES) == 1);
  }
}

int main(void) {
  for (int i = 0; i < KILLS; i++) {
    pid_t child = SYS(fork());
    if (child == 0) {
      read_ever_more(1 + i * (long)STEP_NS);
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  }
  step("%d were killed", KILLS);
  return success();
}
