// wait, waitpid, waitid: WNOHANG, WNOWAIT, groups, statuses, siginfo contents, rusage.
#include "program.h"
#include <sys/resource.h>

static pid_t child_that_exits(int status) {
  pid_t child = SYS(fork());
  if (child == 0) {
    _exit(status);
  }
  return child;
}

static pid_t child_that_waits(int fd) {
  pid_t child = SYS(fork());
  if (child == 0) {
    char c;
    CHECK(read(fd, &c, 1) == 1);
    _exit(c);
  }
  return child;
}

int main(void) {
  int status;
  FAILS(wait(&status), ECHILD);
  pid_t child = child_that_exits(255);
  CHECK(wait(&status) == child && status == 255 << 8);
  step("wait gives status %d", WEXITSTATUS(status));

  int p[2];
  SYS(pipe(p));
  child = child_that_waits(p[0]);
  CHECK(waitpid(child, &status, WNOHANG) == 0);
  siginfo_t info;
  memset(&info, 0xee, sizeof info);
  SYS(waitid(P_PID, child, &info, WEXITED | WNOHANG));
  CHECK(info.si_pid == 0 && info.si_signo == 0);
  CHECK(write(p[1], "\x21", 1) == 1);
  SYS(waitid(P_PID, child, &info, WEXITED | WNOWAIT));
  CHECK(info.si_pid == child && info.si_code == CLD_EXITED && info.si_status == 0x21);
  CHECK(info.si_signo == SIGCHLD && info.si_uid == getuid());
  CHECK(waitpid(child, &status, WNOHANG) == child && WEXITSTATUS(status) == 0x21);
  FAILS(waitpid(child, &status, 0), ECHILD);
  step("WNOHANG finds nothing, WNOWAIT leaves the child, waitpid takes it");

  child = SYS(fork());
  if (child == 0) {
    SYS(raise(SIGTERM));
    _exit(1);
  }
  SYS(waitid(P_ALL, 0, &info, WEXITED));
  CHECK(info.si_pid == child && info.si_code == CLD_KILLED && info.si_status == SIGTERM);
  step("a death by SIGTERM is CLD_KILLED");

  child = child_that_waits(p[0]);
  SYS(setpgid(child, child));
  FAILS(waitpid(0, &status, WNOHANG), ECHILD);
  CHECK(waitpid(-child, &status, WNOHANG) == 0);
  CHECK(write(p[1], "\x05", 1) == 1);
  CHECK(waitpid(-child, &status, 0) == child && WEXITSTATUS(status) == 5);
  step("waiting for a process group");

  struct rusage usage;
  memset(&usage, 0xee, sizeof usage);
  child = child_that_exits(0);
  CHECK(wait4(child, &status, 0, &usage) == child);
  CHECK(usage.ru_utime.tv_sec < 10 && usage.ru_maxrss > 0);
  show("child maxrss %ld", usage.ru_maxrss);
  FAILS(waitpid(-1, &status, 12345678), EINVAL);
  FAILS(waitid(P_PID, child, &info, 0), EINVAL);
  step("wait4 fills the usage, bad options are refused");
  return success();
}
