// Writing to a pipe nobody reads: SIGPIPE handled, ignored, blocked, and deadly in a child.
#include "program.h"

static volatile sig_atomic_t hits;

static void on_pipe(int signal, siginfo_t *info, void *context UNUSED) {
  CHECK(signal == SIGPIPE && info->si_code == SI_USER);
  hits++;
}

int main(void) {
  int p[2];
  SYS(pipe(p));
  SYS(close(p[0]));
  handle(SIGPIPE, on_pipe, 0);
  FAILS(write(p[1], "x", 1), EPIPE);
  CHECK(hits == 1);
  step("the handler ran and write failed with EPIPE");
  signal(SIGPIPE, SIG_IGN);
  FAILS(write(p[1], "x", 1), EPIPE);
  step("ignored: only EPIPE");
  signal(SIGPIPE, SIG_DFL);
  sigset_t set, pending;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  SYS(sigprocmask(SIG_BLOCK, &set, NULL));
  FAILS(write(p[1], "x", 1), EPIPE);
  SYS(sigpending(&pending));
  CHECK(sigismember(&pending, SIGPIPE));
  CHECK(sigwaitinfo(&set, NULL) == SIGPIPE);
  SYS(sigprocmask(SIG_UNBLOCK, &set, NULL));
  step("blocked: it stays pending");
  pid_t child = SYS(fork());
  if (child == 0) {
    if (write(p[1], "x", 1)) {
    }
    _exit(0);
  }
  EXPECT_SIGNALLED(child, SIGPIPE);
  step("by default it kills");
  return success();
}
