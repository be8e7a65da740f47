// abort() as PID 1 of a namespace: SIGABRT does nothing there, then hlt becomes SIGSEGV.
// links: -pthread
#include "threads.h"

static void on_fault(int signal UNUSED, siginfo_t *info, void *context UNUSED) {
  /* A general protection fault has no address (SI_KERNEL). */
  _exit(info->si_code == SI_KERNEL && info->si_addr == NULL ? 44 : 45);
}

/* Runs a mode of abort() as the first process of a new PID namespace; answers its wait status. */
static int as_init(int mode) {
  pid_t outer = SYS(fork());
  if (outer == 0) {
    if (unshare(CLONE_NEWPID) == -1 && unshare(CLONE_NEWUSER | CLONE_NEWPID) == -1) {
      _exit(99);
    }
    pid_t init = fork();
    if (init == -1) {
      _exit(99);
    }
    if (init == 0) {
      CHECK(getpid() == 1);
      if (mode == 1) {
        handle(SIGSEGV, on_fault, 0);
      } else if (mode == 2) {
        SYS(raise(SIGTERM));
        SYS(raise(SIGKILL));
        _exit(55);
      }
      abort();
    }
    int status;
    CHECK(waitpid(init, &status, 0) == init);
    _exit(WIFSIGNALED(status) ? 100 + WTERMSIG(status) : WEXITSTATUS(status));
  }
  int status;
  CHECK(waitpid(outer, &status, 0) == outer && WIFEXITED(status));
  return WEXITSTATUS(status);
}

int main(void) {
  int ends[3];
  const int expected[] = {100 + SIGSEGV, 44, 55};
  for (int mode = 0; mode < 3; mode++) {
    ends[mode] = as_init(mode);
    /* Where namespaces are refused, the same is printed. */
    CHECK(ends[mode] == expected[mode] || ends[mode] == 99);
  }
  step("abort as init ends by SIGSEGV (%d)", expected[0]);
  step("or in a handler of it (%d)", expected[1]);
  step("and raising TERM and KILL does nothing (%d)", expected[2]);
  show("%d %d %d", ends[0], ends[1], ends[2]);
  return success();
}
