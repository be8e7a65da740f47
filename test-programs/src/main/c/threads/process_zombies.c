// Zombies have a pid and a state, take signals without effect, and stay until waited for.
// links: -pthread
#include "threads.h"

enum { ZOMBIES = 20 };

static char state_of(pid_t pid) {
  char path[64], stat[512];
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  int fd = open(path, O_RDONLY);
  if (fd == -1) {
    return '-';
  }
  ssize_t n = SYS(read(fd, stat, sizeof stat - 1));
  SYS(close(fd));
  stat[n] = 0;
  return strrchr(stat, ')')[2];
}

static void *waiting(void *argument) {
  EXPECT_EXIT((pid_t)(long)argument, 0);
  return NULL;
}

int main(void) {
  pid_t pids[ZOMBIES];
  siginfo_t info;
  for (int i = 0; i < ZOMBIES; i++) {
    pids[i] = SYS(fork());
    if (pids[i] == 0) {
      _exit(i);
    }
  }
  for (int i = ZOMBIES - 1; i >= 0; i--) {
    SYS(waitid(P_PID, pids[i], &info, WEXITED | WNOWAIT));
    CHECK(info.si_status == i && state_of(pids[i]) == 'Z');
    SYS(kill(pids[i], SIGKILL));
    SYS(kill(pids[i], 0));
  }
  step("%d zombies took a signal", ZOMBIES);
  SYS(waitid(P_ALL, 0, &info, WEXITED | WNOWAIT));
  for (int i = 1; i < ZOMBIES; i++) {
    EXPECT_EXIT(pids[i], i);
    CHECK(state_of(pids[i]) == '-');
    FAILS(kill(pids[i], 0), ESRCH);
  }
  /* A child of one thread may be waited for by another. */
  FAILS(waitpid(pids[1], NULL, __WNOTHREAD), ECHILD);
  join(start(waiting, (void *)(long)pids[0]));
  step("all were waited for");
  signal(SIGCHLD, SIG_IGN);
  for (int i = 0; i < 5; i++) {
    if (SYS(fork()) == 0) {
      _exit(0);
    }
  }
  FAILS(wait(NULL), ECHILD);
  step("ignoring SIGCHLD leaves none");
  return success();
}
