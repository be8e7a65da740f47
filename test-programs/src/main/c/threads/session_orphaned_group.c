// setsid; the leader's end makes a stopped group an orphan, which gets HUP and CONT.
// links: -pthread
#include "threads.h"

static volatile int hup, cont;

static void on_signal(int signal, siginfo_t *info UNUSED, void *context UNUSED) {
  *(signal == SIGHUP ? &hup : &cont) += 1;
}

/* A member of the group: stops itself, and says at the end what came. */
static void member(int out) {
  handle(SIGHUP, on_signal, 0);
  handle(SIGCONT, on_signal, 0);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGHUP);
  SYS(sigprocmask(SIG_BLOCK, &set, NULL));
  SYS(raise(SIGSTOP));
  SYS(sigprocmask(SIG_UNBLOCK, &set, NULL));
  char said[2] = {(char)('0' + hup), (char)('0' + cont)};
  CHECK(write(out, said, 2) == 2);
  _exit(0);
}

int main(void) {
  int out[2];
  SYS(pipe(out));
  pid_t leader = SYS(fork());
  if (leader == 0) {
    pid_t session = SYS(setsid());
    CHECK(session == getpid() && getsid(0) == session && getpgid(0) == session);
    FAILS(setsid(), EPERM);
    pid_t stopped = SYS(fork());
    if (stopped == 0) {
      SYS(setpgid(0, 0));
      member(out[1]);
    }
    int status;
    CHECK(waitpid(stopped, &status, WUNTRACED) == stopped && WIFSTOPPED(status));
    FAILS(setpgid(stopped, 1), EPERM);
    /* The end of this process leaves the other's group without a link to its session. */
    _exit(4);
  }
  EXPECT_EXIT(leader, 4);
  SYS(close(out[1]));
  char said[2];
  read_fully(out[0], said, 2);
  step("the orphaned group got HUP %c times and CONT %c times", said[0], said[1]);
  char byte;
  CHECK(read(out[0], &byte, 1) == 0);
  return success();
}
