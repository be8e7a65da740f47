// abort(): by default, with SIGABRT caught, ignored and blocked, from a thread, out of a handler.
// links: -pthread
#include "threads.h"

static void on_abort(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  step("caught");
}

static void *aborting(void *argument UNUSED) {
  abort();
}

static void on_usr1(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  abort();
}

int main(void) {
  for (int how = 0; how < 6; how++) {
    pid_t child = SYS(fork());
    if (child == 0) {
      sigset_t set;
      sigemptyset(&set);
      sigaddset(&set, SIGABRT);
      if (how == 1) {
        handle(SIGABRT, on_abort, 0);
      } else if (how == 2) {
        signal(SIGABRT, SIG_IGN);
      } else if (how == 3) {
        SYS(sigprocmask(SIG_BLOCK, &set, NULL));
      } else if (how == 4) {
        join(start(aborting, NULL));
      } else if (how == 5) {
        handle(SIGUSR1, on_usr1, 0);
        SYS(raise(SIGUSR1));
      }
      abort();
    }
    EXPECT_SIGNALLED(child, SIGABRT);
    step("way %d of aborting", how);
  }
  return success();
}
