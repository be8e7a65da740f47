// clone and clone3 without shared memory act as fork; CLONE_PARENT, tid pointers, exit signals.
#include "program.h"
#include <linux/sched.h>
#include <sched.h>

int main(void) {
  pid_t in_parent = 0;
  static pid_t in_child;
  pid_t child = SYS(syscall(SYS_clone, CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | SIGCHLD, NULL,
                            &in_parent, &in_child, NULL));
  if (child == 0) {
    CHECK(in_child == syscall(SYS_gettid) && in_child == getpid());
    _exit(11);
  }
  CHECK(in_parent == child && in_child == 0);
  EXPECT_EXIT(child, 11);
  step("clone with both tid pointers");

  child = SYS(syscall(SYS_clone, 0, NULL, NULL, NULL, NULL));
  if (child == 0) {
    _exit(12);
  }
  FAILS(waitpid(child, NULL, 0), ECHILD);
  int status;
  CHECK(waitpid(child, &status, __WCLONE) == child && WEXITSTATUS(status) == 12);
  step("a child with no exit signal is found only by __WCLONE");

  child = SYS(fork());
  if (child == 0) {
    pid_t parent = getppid();
    pid_t sibling = SYS(syscall(SYS_clone, CLONE_PARENT | SIGCHLD, NULL, NULL, NULL, NULL));
    if (sibling == 0) {
      CHECK(getppid() == parent);
      _exit(13);
    }
    FAILS(waitpid(sibling, NULL, 0), ECHILD);
    _exit(14);
  }
  int sum = 0;
  for (int i = 0; i < 2; i++) {
    SYS(wait(&status));
    CHECK(WIFEXITED(status));
    sum += WEXITSTATUS(status);
  }
  CHECK(sum == 27);
  step("CLONE_PARENT makes a sibling");

  struct clone_args args = {.exit_signal = SIGCHLD, .flags = CLONE_FS | CLONE_FILES};
  child = SYS(syscall(SYS_clone3, &args, sizeof args));
  if (child == 0) {
    SYS(mkdir("d", 0700));
    SYS(chdir("d"));
    SYS(dup2(0, 70));
    _exit(15);
  }
  EXPECT_EXIT(child, 15);
  SYS(fcntl(70, F_GETFD));
  FAILS(rmdir("d"), ENOENT);
  step("clone3 with shared directory and descriptors");
  FAILS(syscall(SYS_clone3, &args, 8), EINVAL);
  FAILS(syscall(SYS_clone, CLONE_SIGHAND, NULL, NULL, NULL, NULL), EINVAL);
  step("bad flags are refused");
  return success();
}
