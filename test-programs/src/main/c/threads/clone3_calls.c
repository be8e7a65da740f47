// clone3: a plain fork, a pidfd, another exit signal, cleared handlers, bad arguments.
// links: -pthread
#include "threads.h"
#include <linux/sched.h>
#include <poll.h>

static volatile int ended;

static void on_end(int signal UNUSED, siginfo_t *info, void *context UNUSED) {
  CHECK(info->si_code == CLD_EXITED);
  ended++;
}

static long clone3(struct clone_args *args, size_t size) {
  return syscall(SYS_clone3, args, size);
}

int main(void) {
  struct clone_args args = {.exit_signal = SIGCHLD};
  pid_t child = (pid_t)SYS(clone3(&args, sizeof args));
  if (child == 0) {
    _exit(own_tid() == getpid() ? 9 : 1);
  }
  EXPECT_EXIT(child, 9);
  step("as fork");
  int pidfd = -1, tid = 0;
  args = (struct clone_args){.flags = CLONE_PIDFD | CLONE_PARENT_SETTID,
                             .pidfd = (uintptr_t)&pidfd,
                             .parent_tid = (uintptr_t)&tid,
                             .exit_signal = SIGCHLD};
  child = (pid_t)SYS(clone3(&args, sizeof args));
  if (child == 0) {
    _exit(8);
  }
  CHECK(tid == child && pidfd > 2);
  struct pollfd poll_ = {.fd = pidfd, .events = POLLIN};
  CHECK(poll(&poll_, 1, -1) == 1);
  siginfo_t info;
  SYS(waitid(P_PIDFD, pidfd, &info, WEXITED));
  CHECK(info.si_pid == child && info.si_status == 8);
  step("with a pidfd");
  handle(SIGUSR1, on_end, SA_RESTART);
  args = (struct clone_args){.exit_signal = SIGUSR1};
  child = (pid_t)SYS(clone3(&args, sizeof args));
  if (child == 0) {
    _exit(7);
  }
  int status;
  CHECK(waitpid(child, &status, __WALL) == child && WEXITSTATUS(status) == 7 && ended == 1);
  step("SIGUSR1 at the end");
  args = (struct clone_args){.flags = CLONE_CLEAR_SIGHAND, .exit_signal = SIGCHLD};
  child = (pid_t)SYS(clone3(&args, sizeof args));
  if (child == 0) {
    struct sigaction action;
    SYS(sigaction(SIGUSR1, NULL, &action));
    _exit(action.sa_handler == SIG_DFL ? 6 : 1);
  }
  EXPECT_EXIT(child, 6);
  step("without handlers");
  args = (struct clone_args){.exit_signal = 200};
  FAILS(clone3(&args, sizeof args), EINVAL);
  args = (struct clone_args){.flags = CLONE_THREAD};
  FAILS(clone3(&args, sizeof args), EINVAL);
  FAILS(clone3(&args, 8), EINVAL);
  FAILS(clone3(NULL, sizeof args), EFAULT);
  step("bad arguments");
  return success();
}
