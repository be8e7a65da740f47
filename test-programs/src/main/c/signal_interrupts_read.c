// A child's signal interrupts a blocked read: EINTR without SA_RESTART, restarted with it.
#include "program.h"

static volatile int hits;

static void on_signal(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  hits++;
}

static pid_t child_that_signals(int fd) {
  pid_t parent = getpid();
  pid_t child = SYS(fork());
  if (child == 0) {
    wait_until_asleep(parent);
    SYS(kill(parent, SIGUSR1));
    /* With SA_RESTART the parent sleeps again only after its handler has run. */
    while (fd >= 0) {
      sleep_ms(5);
      wait_until_asleep(parent);
      CHECK(write(fd, "data", 4) == 4);
      break;
    }
    _exit(0);
  }
  return child;
}

int main(void) {
  int p[2];
  SYS(pipe(p));
  char buf[8] = {0};
  handle(SIGUSR1, on_signal, 0);
  pid_t child = child_that_signals(-1);
  FAILS(read(p[0], buf, sizeof buf), EINTR);
  CHECK(hits == 1);
  EXPECT_EXIT(child, 0);
  step("without SA_RESTART the read fails with EINTR");
  handle(SIGUSR1, on_signal, SA_RESTART);
  child = child_that_signals(p[1]);
  CHECK(read(p[0], buf, sizeof buf) == 4 && memcmp(buf, "data", 4) == 0);
  CHECK(hits == 2);
  EXPECT_EXIT(child, 0);
  step("with SA_RESTART it goes on and reads");
  signal(SIGUSR1, SIG_IGN);
  child = child_that_signals(p[1]);
  CHECK(read(p[0], buf, sizeof buf) == 4);
  EXPECT_EXIT(child, 0);
  step("an ignored signal does not interrupt it");
  return success();
}
