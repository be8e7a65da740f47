// pidfd_open, pidfd_send_signal, waitid(P_PIDFD) and CLONE_PIDFD.
#include "program.h"
#include <linux/sched.h>
#include <poll.h>
#ifndef P_PIDFD
#define P_PIDFD 3
#endif

int main(void) {
  pid_t child = SYS(fork());
  if (child == 0) {
    for (;;) {
      pause();
    }
  }
  int fd = SYS(syscall(SYS_pidfd_open, child, 0));
  struct pollfd p = {fd, POLLIN, 0};
  CHECK(poll(&p, 1, 0) == 0);
  SYS(syscall(SYS_pidfd_send_signal, fd, SIGTERM, NULL, 0));
  CHECK(poll(&p, 1, -1) == 1 && p.revents == POLLIN);
  siginfo_t info;
  SYS(waitid(P_PIDFD, fd, &info, WEXITED));
  CHECK(info.si_pid == child && info.si_code == CLD_KILLED && info.si_status == SIGTERM);
  FAILS(syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0), ESRCH);
  step("a child was signalled, polled and reaped by descriptor");
  int from_clone = -1;
  child = SYS(syscall(SYS_clone, CLONE_PIDFD | SIGCHLD, NULL, &from_clone, NULL, NULL));
  if (child == 0) {
    _exit(5);
  }
  CHECK(from_clone >= 0);
  SYS(waitid(P_PIDFD, from_clone, &info, WEXITED));
  CHECK(info.si_code == CLD_EXITED && info.si_status == 5);
  step("CLONE_PIDFD gave a descriptor of the new child");
  return success();
}
