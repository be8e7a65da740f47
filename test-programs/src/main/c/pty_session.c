// A pseudo terminal: a child in its own session with it as controlling terminal; termios, window.
#include "program.h"
#include <sys/ioctl.h>
#include <termios.h>

static volatile int resized;

static void on_resize(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  resized++;
}

int main(void) {
  int master = SYS(posix_openpt(O_RDWR | O_NOCTTY));
  SYS(grantpt(master));
  SYS(unlockpt(master));
  char name[64];
  CHECK(ptsname_r(master, name, sizeof name) == 0);
  show("terminal %s", name);
  CHECK(isatty(master) == 1 && isatty(SYS(open("/dev/null", O_RDONLY))) == 0);
  struct winsize size = {33, 99, 0, 0}, got;
  SYS(ioctl(master, TIOCSWINSZ, &size));
  pid_t child = SYS(fork());
  if (child == 0) {
    SYS(setsid());
    int slave = SYS(open(name, O_RDWR));
    SYS(ioctl(slave, TIOCSCTTY, 0));
    CHECK(tcgetpgrp(slave) == getpid() && tcgetsid(slave) == getpid());
    SYS(ioctl(slave, TIOCGWINSZ, &got));
    CHECK(got.ws_row == 33 && got.ws_col == 99);
    struct termios t;
    SYS(tcgetattr(slave, &t));
    CHECK(t.c_lflag & ECHO);
    t.c_lflag &= ~ECHO;
    SYS(tcsetattr(slave, TCSANOW, &t));
    handle(SIGWINCH, on_resize, 0);
    sigset_t set, none;
    sigemptyset(&none);
    sigemptyset(&set);
    sigaddset(&set, SIGWINCH);
    SYS(sigprocmask(SIG_BLOCK, &set, NULL));
    CHECK(write(slave, "ready\n", 6) == 6);
    char line[32] = {0};
    CHECK(read(slave, line, sizeof line) == 6 && strcmp(line, "input\n") == 0);
    CHECK(write(slave, "resize\n", 7) == 7);
    FAILS(sigsuspend(&none), EINTR);
    CHECK(resized == 1);
    signal(SIGINT, SIG_DFL);
    CHECK(write(slave, "interrupt\n", 10) == 10);
    CHECK(read(slave, line, sizeof line) == -1);
    _exit(1);
  }
  char buf[64] = {0};
  read_fully(master, buf, 7);
  step("the terminal turned the end of line into \\r\\n: %d", strcmp(buf, "ready\r\n") == 0);
  CHECK(write(master, "input\n", 6) == 6);
  memset(buf, 0, sizeof buf);
  read_fully(master, buf, 8);
  CHECK(memcmp(buf, "resize\r\n", 8) == 0);
  size.ws_row = 40;
  SYS(ioctl(master, TIOCSWINSZ, &size));
  read_fully(master, buf, 11);
  step("SIGWINCH came to the child");
  CHECK(write(master, "\003", 1) == 1);
  EXPECT_SIGNALLED(child, SIGINT);
  step("the interrupt character killed it");
  return success();
}
