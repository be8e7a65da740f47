// Over an exec, plain descriptors stay, close-on-exec ones go, handlers reset, masks stay.
#include "program.h"

static void never(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  CHECK(!"a handler survived exec");
}

static int second_life(void) {
  CHECK(fcntl(40, F_GETFD) == 0);
  FAILS(fcntl(41, F_GETFD), EBADF);
  char c;
  CHECK(read(40, &c, 1) == 1 && c == 'b');
  step("descriptor 40 stayed with its offset, 41 is closed");
  struct sigaction action;
  SYS(sigaction(SIGUSR1, NULL, &action));
  CHECK(action.sa_handler == SIG_DFL);
  SYS(sigaction(SIGUSR2, NULL, &action));
  CHECK(action.sa_handler == SIG_IGN);
  step("a handler became the default, ignoring stayed");
  sigset_t set;
  SYS(sigprocmask(SIG_SETMASK, NULL, &set));
  CHECK(sigismember(&set, SIGUSR1));
  SYS(sigpending(&set));
  CHECK(sigismember(&set, SIGUSR1));
  step("the blocked signal is still pending");
  CHECK(umask(0) == 031);
  stack_t stack;
  SYS(sigaltstack(NULL, &stack));
  CHECK(stack.ss_flags == SS_DISABLE);
  step("umask stayed, the alternate stack is gone");
  return success();
}

int main(int argc, char **argv UNUSED) {
  if (argc > 1) {
    return second_life();
  }
  write_file("f", "abc", 3);
  SYS(dup2(SYS(open("f", O_RDONLY)), 40));
  SYS(dup3(40, 41, O_CLOEXEC));
  char c;
  CHECK(read(41, &c, 1) == 1 && c == 'a');
  handle(SIGUSR1, never, 0);
  signal(SIGUSR2, SIG_IGN);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  SYS(sigprocmask(SIG_BLOCK, &set, NULL));
  SYS(raise(SIGUSR1));
  umask(031);
  stack_t stack = {.ss_sp = malloc(65536), .ss_size = 65536};
  SYS(sigaltstack(&stack, NULL));
  execl("/proc/self/exe", "again", "x", (char *)NULL);
  CHECK(!"exec returned");
}
