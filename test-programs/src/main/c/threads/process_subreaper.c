// A subreaper adopts the orphans of its descendants and waits for them.
// links: -pthread
#include "threads.h"
#include <sys/prctl.h>

int main(void) {
  SYS(prctl(PR_SET_CHILD_SUBREAPER, 1));
  int is = 0;
  SYS(prctl(PR_GET_CHILD_SUBREAPER, &is));
  CHECK(is == 1);
  int go[2], pids[2];
  SYS(pipe(go));
  SYS(pipe(pids));
  pid_t child = SYS(fork());
  if (child == 0) {
    SYS(prctl(PR_GET_CHILD_SUBREAPER, &is));
    CHECK(is == 0);
    for (int i = 0; i < 4; i++) {
      pid_t orphan = SYS(fork());
      if (orphan == 0) {
        char byte;
        CHECK(read(go[0], &byte, 1) == 1);
        _exit(20 + byte);
      }
      CHECK(write(pids[1], &orphan, sizeof orphan) == sizeof orphan);
    }
    _exit(1);
  }
  EXPECT_EXIT(child, 1);
  pid_t orphans[4];
  read_fully(pids[0], orphans, sizeof orphans);
  int sum = 0;
  for (int i = 0; i < 4; i++) {
    CHECK(waitpid(orphans[i], NULL, WNOHANG) == 0);
  }
  for (int i = 0; i < 4; i++) {
    char byte = (char)i;
    CHECK(write(go[1], &byte, 1) == 1);
    int status;
    pid_t ended = SYS(wait(&status));
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 20 + i);
    for (int k = 0; k < 4; k++) {
      sum += ended == orphans[k] ? 1 << k : 0;
    }
  }
  CHECK(sum == 15);
  FAILS(wait(NULL), ECHILD);
  step("four orphans were adopted and waited for");
  return success();
}
