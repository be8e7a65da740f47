// CLONE_UNTRACED by clone and clone3: children as others are, though nobody may trace them.
// links: -pthread
#include "threads.h"
#include <linux/sched.h>

enum { ROUNDS = 20 };

static char stack[65536] __attribute__((aligned(16)));
static pid_t maker;
static int seen;

static int body(void *argument) {
  seen += syscall(SYS_getppid) == maker ? (int)(long)argument : 1000;
  syscall(SYS_exit, 5);
  return 0;
}

static void expect_five(pid_t child) {
  int status;
  CHECK(waitpid(child, &status, __WALL) == child && WIFEXITED(status) && WEXITSTATUS(status) == 5);
}

int main(void) {
  maker = getpid();
  for (long i = 0; i < ROUNDS; i++) {
    int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_UNTRACED;
    expect_five(SYS(clone(body, stack + sizeof stack, flags, (void *)i)));
  }
  step("sharing memory: %d", seen);
  for (int i = 0; i < ROUNDS; i++) {
    pid_t child = (pid_t)SYS(syscall(SYS_clone, CLONE_UNTRACED | SIGCHLD, 0, 0, 0, 0));
    if (child == 0) {
      _exit(getppid() == maker ? 5 : 1);
    }
    expect_five(child);
  }
  step("with a copy");
  for (int i = 0; i < ROUNDS; i++) {
    struct clone_args args = {.flags = CLONE_UNTRACED, .exit_signal = SIGCHLD};
    pid_t child = (pid_t)SYS(syscall(SYS_clone3, &args, sizeof args));
    if (child == 0) {
      _exit(getppid() == maker && args.flags == CLONE_UNTRACED ? 5 : 1);
    }
    CHECK(args.flags == CLONE_UNTRACED);
    expect_five(child);
  }
  step("by clone3");
  return success();
}
