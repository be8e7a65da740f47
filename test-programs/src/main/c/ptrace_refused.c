// Programs that want to trace or be traced: refused while recorded, and told so; both are right.
#include "program.h"
#include <sys/ptrace.h>
#include <sys/wait.h>

int main(void) {
  pid_t child = SYS(fork());
  if (child == 0) {
    _exit(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 ? 1 : errno == EPERM ? 2 : 3);
  }
  int status;
  CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 1 || WEXITSTATUS(status) == 2);
  show("TRACEME %d", WEXITSTATUS(status));
  child = SYS(fork());
  if (child == 0) {
    pause();
    _exit(0);
  }
  /* A task that is not traced has nothing to be looked at. */
  errno = 0;
  CHECK(ptrace(PTRACE_CONT, child, NULL, NULL) == -1 && errno == ESRCH);
  long attached = ptrace(PTRACE_SEIZE, child, NULL, NULL);
  CHECK(attached == 0 || errno == EPERM);
  show("SEIZE %ld", attached);
  SYS(kill(child, SIGKILL));
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  step("the program goes on either way");
  return success();
}
