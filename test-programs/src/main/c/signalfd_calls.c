// signalfd: signals read as data, of oneself and of a child.
#include "program.h"
#include <sys/signalfd.h>

int main(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGCHLD);
  SYS(sigprocmask(SIG_BLOCK, &set, NULL));
  int fd = SYS(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  struct signalfd_siginfo info[4];
  FAILS(read(fd, info, sizeof info), EAGAIN);
  FAILS(read(fd, info, 10), EINVAL);
  SYS(sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 31}));
  CHECK(read(fd, info, sizeof info) == sizeof info[0]);
  CHECK(info[0].ssi_signo == SIGUSR1 && info[0].ssi_int == 31);
  CHECK(info[0].ssi_code == SI_QUEUE && info[0].ssi_pid == (uint32_t)getpid());
  step("a queued signal was read with its value");
  SYS(fcntl(fd, F_SETFL, 0));
  pid_t child = SYS(fork());
  if (child == 0) {
    wait_until_asleep(getppid());
    _exit(5);
  }
  CHECK(read(fd, info, sizeof info) == sizeof info[0]);
  CHECK(info[0].ssi_signo == SIGCHLD && info[0].ssi_pid == (uint32_t)child);
  CHECK(info[0].ssi_status == 5 && info[0].ssi_code == CLD_EXITED);
  EXPECT_EXIT(child, 5);
  step("the end of a child was read");
  return success();
}
