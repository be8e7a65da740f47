// The leader ends by the raw exit call; the process ends when its last thread does.
// links: -pthread
#include "threads.h"

static int status_pipe[2];

static void *go_on(void *argument UNUSED) {
  char byte;
  CHECK(read(status_pipe[0], &byte, 1) == 1);
  step("a thread goes on after its leader");
  syscall(SYS_exit, byte);
  return NULL;
}

int main(void) {
  SYS(pipe(status_pipe));
  pid_t child = SYS(fork());
  if (child == 0) {
    start(go_on, NULL);
    syscall(SYS_exit, 3);
  }
  siginfo_t info = {0};
  /* It must have ended before the other thread: the last one's status may be the process's. */
  while (falls_asleep(child)) {
  }
  SYS(waitid(P_PID, child, &info, WEXITED | WNOHANG | WNOWAIT));
  step("the leader is no zombie to wait for: pid %d", info.si_pid);
  CHECK(write(status_pipe[1], "\7", 1) == 1);
  int status;
  CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status));
  /* Before Linux 5.19 the leader's status is answered, since then that of the last thread. */
  step("the process ended with %d", WEXITSTATUS(status));
  return success();
}
