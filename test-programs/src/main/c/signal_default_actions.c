// Default actions in children: which signals kill, which are ignored, which dump core.
#include "program.h"
#include <sys/resource.h>

int main(void) {
  SYS(setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}));
  for (int signal = 1; signal < 32; signal++) {
    if (signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU) {
      continue;
    }
    pid_t child = SYS(fork());
    if (child == 0) {
      if (signal != SIGKILL) {
        struct sigaction action = {.sa_handler = SIG_DFL};
        SYS(sigaction(signal, &action, NULL));
      }
      sigset_t none;
      sigemptyset(&none);
      SYS(sigprocmask(SIG_SETMASK, &none, NULL));
      SYS(kill(getpid(), signal));
      _exit(0);
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child);
    if (WIFSIGNALED(status)) {
      CHECK(WTERMSIG(status) == signal);
      step("signal %d kills", signal);
    } else {
      CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
      step("signal %d is ignored", signal);
    }
  }
  return success();
}
