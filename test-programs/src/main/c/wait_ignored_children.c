// With SIGCHLD ignored, or SA_NOCLDWAIT, children leave no zombies and wait ends with ECHILD.
#include "program.h"

int main(void) {
  signal(SIGCHLD, SIG_IGN);
  pid_t child = SYS(fork());
  if (child == 0) {
    _exit(1);
  }
  FAILS(waitpid(child, NULL, 0), ECHILD);
  /* The wait may end a little before the kernel forgets the pid. */
  while (kill(child, 0) == 0) {
    sched_yield();
  }
  CHECK(errno == ESRCH);
  step("ignored: wait waits and reports no child");
  struct sigaction action = {.sa_handler = SIG_DFL, .sa_flags = SA_NOCLDWAIT};
  SYS(sigaction(SIGCHLD, &action, NULL));
  for (int i = 0; i < 3; i++) {
    child = SYS(fork());
    if (child == 0) {
      _exit(1);
    }
  }
  FAILS(wait(NULL), ECHILD);
  step("SA_NOCLDWAIT: the same for three");
  signal(SIGCHLD, SIG_DFL);
  child = SYS(fork());
  if (child == 0) {
    _exit(6);
  }
  EXPECT_EXIT(child, 6);
  step("default: zombies are kept again");
  return success();
}
