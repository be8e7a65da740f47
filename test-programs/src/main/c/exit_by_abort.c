// expect-status: 134
// abort() with SIGABRT blocked and handled still ends the program by SIGABRT.
#include "program.h"

static void on_abort(int signal UNUSED, siginfo_t *info, void *context UNUSED) {
  CHECK(info->si_code == SI_TKILL && info->si_pid == getpid());
  step("the handler ran");
  success();
}

int main(void) {
  handle(SIGABRT, on_abort, 0);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGABRT);
  SYS(sigprocmask(SIG_BLOCK, &set, NULL));
  abort();
}
