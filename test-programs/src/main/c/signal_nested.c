// Handlers inside handlers, SA_NODEFER, SA_RESETHAND, masks while a handler runs.
#include "program.h"

static char log_[128];
static int depth;

static void note(char c) {
  log_[strlen(log_)] = c;
}

static void outer(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  note('(');
  SYS(raise(SIGUSR2));
  SYS(raise(SIGUSR1));
  note(')');
}

static void inner(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  note('i');
  sigset_t mask;
  SYS(sigprocmask(SIG_SETMASK, NULL, &mask));
  CHECK(sigismember(&mask, SIGUSR1) && sigismember(&mask, SIGUSR2) && sigismember(&mask, SIGHUP));
}

static void recursive(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  note('r');
  if (++depth < 5) {
    SYS(raise(SIGWINCH));
  }
}

static void once(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  note('1');
}

int main(void) {
  int count = 0;
  struct sigaction action = {.sa_sigaction = outer, .sa_flags = SA_SIGINFO};
  SYS(sigaction(SIGUSR1, &action, NULL));
  action.sa_sigaction = inner;
  sigaddset(&action.sa_mask, SIGHUP);
  SYS(sigaction(SIGUSR2, &action, NULL));
  /* The outer handler raises its own signal, which waits until it returns: twice is enough. */
  sigset_t none;
  sigemptyset(&none);
  action.sa_sigaction = once;
  action.sa_flags = SA_SIGINFO | SA_RESETHAND;
  handle(SIGWINCH, recursive, SA_NODEFER);
  SYS(raise(SIGWINCH));
  step("SA_NODEFER: %s", log_);
  memset(log_, 0, sizeof log_);
  SYS(sigaction(SIGURG, &action, NULL));
  SYS(raise(SIGURG));
  SYS(raise(SIGURG));
  struct sigaction now;
  SYS(sigaction(SIGURG, NULL, &now));
  CHECK(now.sa_handler == SIG_DFL);
  step("SA_RESETHAND: %s", log_);
  memset(log_, 0, sizeof log_);
  handle(SIGUSR1, outer, SA_RESETHAND);
  pid_t child = SYS(fork());
  if (child == 0) {
    SYS(raise(SIGUSR1));
    _exit(0);
  }
  int status;
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGUSR1);
  step("reset, then raised in its own handler: the child dies");
  handle(SIGUSR2, inner, 0);
  action = (struct sigaction){.sa_sigaction = inner, .sa_flags = SA_SIGINFO};
  sigaddset(&action.sa_mask, SIGHUP);
  sigaddset(&action.sa_mask, SIGUSR1);
  SYS(sigaction(SIGUSR2, &action, NULL));
  SYS(raise(SIGUSR2));
  SYS(sigprocmask(SIG_SETMASK, NULL, &none));
  for (int s = 1; s < 32; s++) {
    count += sigismember(&none, s);
  }
  step("after the handler %d signals are blocked: %s", count, log_);
  return success();
}
