// A session on a pty: reading stops a background group, ^C and ^Z go to the foreground group.
// links: -pthread
#include "threads.h"
#include <sys/ioctl.h>
#include <termios.h>

static int master;

static void expect(const char *text) {
  char seen[256];
  size_t length = 0;
  while (length < strlen(text)) {
    length += SYS(read(master, seen + length, strlen(text) - length));
  }
  CHECK(memcmp(seen, text, length) == 0);
}

static volatile int interrupts;

static void on_int(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  interrupts++;
}

/* A job: in a group of its own, says "ready", then what the mode asks for. */
static pid_t job(char mode, int foreground) {
  pid_t pid = SYS(fork());
  if (pid == 0) {
    SYS(setpgid(0, 0));
    if (foreground) {
      signal(SIGTTOU, SIG_IGN);
      SYS(tcsetpgrp(0, getpid()));
      signal(SIGTTOU, SIG_DFL);
    }
    char byte;
    if (mode == 'r') {
      CHECK(read(0, &byte, 1) == 1);
      _exit(byte);
    }
    sigset_t set, old;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    SYS(sigprocmask(SIG_BLOCK, &set, &old));
    if (mode == 'i') {
      handle(SIGINT, on_int, 0);
    }
    CHECK(write(1, "ready\n", 6) == 6);
    for (;;) {
      sigsuspend(&old);
      if (interrupts > 0) {
        _exit(33);
      }
    }
  }
  return pid;
}

static int wait_for(pid_t pid) {
  int status;
  CHECK(waitpid(pid, &status, WUNTRACED) == pid);
  return WIFSTOPPED(status) ? 1000 + WSTOPSIG(status)
                            : WIFSIGNALED(status) ? 2000 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* The shell of the session; each byte on the pipe asks for the next step. */
static void shell(int report) {
  int result;
  pid_t background = job('r', 0);
  result = wait_for(background);
  CHECK(write(report, &result, sizeof result) == sizeof result);
  SYS(tcsetpgrp(0, background));
  SYS(kill(-background, SIGCONT));
  result = wait_for(background);
  CHECK(write(report, &result, sizeof result) == sizeof result);
  for (const char *mode = "iip"; *mode != 0; mode++) {
    pid_t foreground = job(*mode, 1);
    result = wait_for(foreground);
    CHECK(write(report, &result, sizeof result) == sizeof result);
    if (result > 1000 && result < 2000) {
      SYS(kill(-foreground, SIGKILL));
      SYS(waitpid(foreground, NULL, 0));
    }
  }
  _exit(0);
}

int main(void) {
  master = SYS(posix_openpt(O_RDWR | O_NOCTTY));
  SYS(grantpt(master));
  SYS(unlockpt(master));
  int report[2], result;
  SYS(pipe(report));
  pid_t leader = SYS(fork());
  if (leader == 0) {
    SYS(setsid());
    int slave = SYS(open(ptsname(master), O_RDWR));
    for (int i = 0; i < 3; i++) {
      SYS(dup2(slave, i));
    }
    struct termios settings;
    SYS(tcgetattr(0, &settings));
    settings.c_lflag &= ~ECHO;
    SYS(tcsetattr(0, TCSANOW, &settings));
    signal(SIGTTOU, SIG_IGN);
    shell(report[1]);
  }
  read_fully(report[0], &result, sizeof result);
  step("the background job was stopped: %d is TTIN %d", result, 1000 + SIGTTIN);
  CHECK(write(master, "A\n", 2) == 2);
  read_fully(report[0], &result, sizeof result);
  step("in the foreground it read %c", result);
  const char keys[] = {3, 26, 28};
  for (int i = 0; i < 3; i++) {
    expect("ready\r\n");
    CHECK(write(master, &keys[i], 1) == 1);
    read_fully(report[0], &result, sizeof result);
    step("the key %d: %d", keys[i], result);
  }
  EXPECT_EXIT(leader, 0);
  return success();
}
