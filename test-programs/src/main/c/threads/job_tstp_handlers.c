// SIGTSTP caught, ignored, by default; SIGCONT caught; a pending stop is dropped by SIGCONT.
// links: -pthread
#include "threads.h"

static volatile int tstp, cont;
static int ready[2], leave[2];

static void on_tstp(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  tstp++;
  SYS(raise(SIGSTOP));
}

static void on_cont(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  cont++;
}

static void tell(const int *ends) {
  CHECK(write(ends[1], "x", 1) == 1);
}

static void wait_until_told(const int *ends) {
  char byte;
  CHECK(read(ends[0], &byte, 1) == 1);
}

static pid_t start_child(void (*body)(void)) {
  pid_t child = SYS(fork());
  if (child == 0) {
    SYS(setpgid(0, 0));
    body();
  }
  wait_until_told(ready);
  return child;
}

static void catching(void) {
  handle(SIGTSTP, on_tstp, 0);
  handle(SIGCONT, on_cont, 0);
  sigset_t set, old;
  sigemptyset(&set);
  sigaddset(&set, SIGTSTP);
  sigaddset(&set, SIGCONT);
  SYS(sigprocmask(SIG_BLOCK, &set, &old));
  tell(ready);
  while (cont < 2) {
    int before = cont;
    sigsuspend(&old);
    if (cont > before) {
      /* A stop signal sent before now would take the pending SIGCONT away. */
      tell(ready);
    }
  }
  /* One that has ended is no longer told to have been continued. */
  wait_until_told(leave);
  _exit(10 * tstp + cont);
}

static void plain(void) {
  signal(SIGTSTP, SIG_DFL);
  tell(ready);
  for (;;) {
    pause();
  }
}

static void dropping(void) {
  sigset_t set, pending;
  sigemptyset(&set);
  sigaddset(&set, SIGTSTP);
  SYS(sigprocmask(SIG_BLOCK, &set, NULL));
  SYS(raise(SIGTSTP));
  SYS(sigpending(&pending));
  CHECK(sigismember(&pending, SIGTSTP));
  SYS(raise(SIGCONT));
  SYS(sigpending(&pending));
  CHECK(!sigismember(&pending, SIGTSTP));
  SYS(sigprocmask(SIG_UNBLOCK, &set, NULL));
  signal(SIGTSTP, SIG_IGN);
  SYS(raise(SIGTSTP));
  tell(ready);
  _exit(5);
}

static void expect_stop(pid_t child, int signal) {
  int status;
  CHECK(waitpid(child, &status, WUNTRACED) == child);
  CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == signal);
}

int main(void) {
  SYS(pipe(ready));
  SYS(pipe(leave));
  pid_t child = start_child(catching);
  for (int i = 0; i < 2; i++) {
    SYS(kill(child, SIGTSTP));
    expect_stop(child, SIGSTOP);
    SYS(kill(child, SIGCONT));
    int status;
    CHECK(waitpid(child, &status, WCONTINUED) == child);
    CHECK(WIFCONTINUED(status));
    wait_until_told(ready);
  }
  tell(leave);
  EXPECT_EXIT(child, 22);
  step("caught twice");
  child = start_child(plain);
  SYS(kill(-child, SIGTSTP));
  expect_stop(child, SIGTSTP);
  siginfo_t info;
  SYS(kill(-child, SIGCONT));
  SYS(waitid(P_PGID, child, &info, WCONTINUED));
  CHECK(info.si_code == CLD_CONTINUED && info.si_status == SIGCONT);
  SYS(kill(-child, SIGTERM));
  EXPECT_SIGNALLED(child, SIGTERM);
  step("by default, as a group");
  EXPECT_EXIT(start_child(dropping), 5);
  step("dropped and ignored");
  return success();
}
