// Signals during nanosleep, poll, pause, and wait: what is left, EINTR, restarts.
#include "program.h"
#include <poll.h>

static volatile int hits;

static void on_signal(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  hits++;
}

static pid_t signalling_child(void) {
  pid_t parent = getpid();
  pid_t child = SYS(fork());
  if (child == 0) {
    wait_until_asleep(parent);
    SYS(kill(parent, SIGUSR1));
    _exit(0);
  }
  return child;
}

int main(void) {
  handle(SIGUSR1, on_signal, SA_RESTART);
  struct timespec asked = {1000, 0}, left = {0, 0};
  pid_t child = signalling_child();
  FAILS(nanosleep(&asked, &left), EINTR);
  CHECK(left.tv_sec > 900 && left.tv_sec <= 1000); // at once: the timer's slack is left, too
  show("left %ld.%09ld", (long)left.tv_sec, left.tv_nsec);
  EXPECT_EXIT(child, 0);
  step("nanosleep says what is left");
  left.tv_sec = 0;
  child = signalling_child();
  CHECK(clock_nanosleep(CLOCK_MONOTONIC, 0, &asked, &left) == EINTR && left.tv_sec > 900);
  EXPECT_EXIT(child, 0);
  child = signalling_child();
  SYS(clock_gettime(CLOCK_REALTIME, &asked));
  asked.tv_sec += 1000;
  CHECK(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &asked, NULL) == EINTR);
  EXPECT_EXIT(child, 0);
  step("clock_nanosleep, relative and absolute");
  child = signalling_child();
  FAILS(poll(NULL, 0, -1), EINTR);
  EXPECT_EXIT(child, 0);
  child = signalling_child();
  FAILS(pause(), EINTR);
  EXPECT_EXIT(child, 0);
  step("poll and pause are not restarted");
  CHECK(hits == 5);
  int p[2];
  SYS(pipe(p));
  pid_t sleeper = SYS(fork());
  if (sleeper == 0) {
    char c;
    CHECK(read(p[0], &c, 1) == 1);
    _exit(2);
  }
  pid_t parent = getpid();
  child = SYS(fork());
  if (child == 0) {
    wait_until_asleep(parent);
    SYS(kill(parent, SIGUSR1));
    sleep_ms(5);
    wait_until_asleep(parent);
    CHECK(write(p[1], "x", 1) == 1);
    _exit(0);
  }
  EXPECT_EXIT(sleeper, 2);
  CHECK(hits == 6);
  EXPECT_EXIT(child, 0);
  step("waitpid is restarted");
  return success();
}
