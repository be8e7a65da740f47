// Signals to groups: kill with a negative pid, killpg, to members only, with the errors.
// links: -pthread
#include "threads.h"

enum { MEMBERS = 5 };

int main(void) {
  pid_t members[MEMBERS];
  int told[2];
  SYS(pipe(told));
  for (int i = 0; i < MEMBERS; i++) {
    members[i] = SYS(fork());
    if (members[i] == 0) {
      SYS(setpgid(0, i < 3 ? (i == 0 ? 0 : members[0]) : (i == 3 ? 0 : members[3])));
      CHECK(write(told[1], "x", 1) == 1);
      for (;;) {
        pause();
      }
    }
    char byte;
    CHECK(read(told[0], &byte, 1) == 1);
  }
  CHECK(getpgid(members[2]) == members[0] && getpgid(members[4]) == members[3]);
  SYS(kill(-members[0], 0));
  SYS(killpg(members[0], SIGTERM));
  for (int i = 0; i < 3; i++) {
    EXPECT_SIGNALLED(members[i], SIGTERM);
  }
  step("three members of the first group ended");
  FAILS(killpg(members[0], SIGTERM), ESRCH);
  CHECK(waitpid(-members[3], NULL, WNOHANG) == 0);
  SYS(kill(-members[3], SIGKILL));
  int ended = 0, status;
  pid_t pid;
  while ((pid = waitpid(-members[3], &status, 0)) != -1) {
    CHECK(WIFSIGNALED(status) && (pid == members[3] || pid == members[4]));
    ended++;
  }
  CHECK(errno == ECHILD);
  step("%d members of the second", ended);
  FAILS(killpg(-1, SIGTERM), EINVAL);
  FAILS(kill(getpid(), 99), EINVAL);
  FAILS(setpgid(0, 999999), EPERM);
  step("errors");
  return success();
}
