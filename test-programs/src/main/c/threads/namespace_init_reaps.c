// The init of a PID namespace adopts its orphans; its end kills all that is left in the namespace.
// links: -pthread
#include "threads.h"

/* Runs as PID 1; what it says goes to the pipe. */
static int init(int out) {
  CHECK(getpid() == 1 && getppid() == 0);
  pid_t child = SYS(fork());
  if (child == 0) {
    CHECK(getpid() == 2 && getppid() == 1);
    if (SYS(fork()) == 0) {
      CHECK(getpid() == 3);
      while (getppid() != 1) {
        sleep_ms(1);
      }
      _exit(13);
    }
    _exit(12);
  }
  int sum = 0, status;
  pid_t pid;
  while ((pid = wait(&status)) != -1) {
    sum += pid * 100 + WEXITSTATUS(status);
  }
  CHECK(errno == ECHILD && sum == 525);
  CHECK(write(out, "r", 1) == 1);
  /* These outlive nothing: they hold the pipe, which is closed when they are gone. */
  for (int i = 0; i < 4; i++) {
    if (SYS(fork()) == 0) {
      if (i % 2 == 0) {
        SYS(setsid());
      }
      signal(SIGTERM, SIG_IGN);
      for (;;) {
        pause();
      }
    }
  }
  return 7;
}

int main(void) {
  int out[2];
  SYS(pipe(out));
  pid_t outer = SYS(fork());
  if (outer == 0) {
    SYS(close(out[0]));
    if (unshare(CLONE_NEWPID) == -1 && unshare(CLONE_NEWUSER | CLONE_NEWPID) == -1) {
      CHECK(write(out[1], "r", 1) == 1);
      _exit(7);
    }
    pid_t child = fork();
    if (child == 0) {
      _exit(init(out[1]));
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status));
    /* A namespace without its init takes no new process. */
    FAILS(fork(), ENOMEM);
    _exit(WEXITSTATUS(status));
  }
  SYS(close(out[1]));
  char byte;
  read_fully(out[0], &byte, 1);
  step("the orphans were adopted and reaped");
  CHECK(read(out[0], &byte, 1) == 0);
  step("all that was left has been killed");
  EXPECT_EXIT(outer, 7);
  return success();
}
