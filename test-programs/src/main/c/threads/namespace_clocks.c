// Children in a namespace of other clocks, asked by the vDSO and by calls; where that is refused, the
// same text.
// links: -pthread
#include "threads.h"
#include <sched.h>

enum { OFFSET = 50000, OFTEN = 3000 };

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x80
#endif

static long seconds(void) {
  struct timespec time;
  SYS(clock_gettime(CLOCK_MONOTONIC, &time));
  return time.tv_sec;
}

static long seconds_by_call(void) {
  struct timespec time;
  SYS(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &time));
  return time.tv_sec;
}

/* Both ways, so often that a recorder may make them cheap: they are by the same clock. */
static int is_by_clock_from(long least) {
  long last = least;
  for (int i = 0; i < OFTEN; i++) {
    long now = i % 2 ? seconds() : seconds_by_call();
    if (now < last || now > least + OFFSET / 2) {
      return 0;
    }
    last = now;
  }
  return 1;
}

/* Moves the clock that children will have; answers whether that is allowed. */
static int move_clock(void) {
  if (unshare(CLONE_NEWTIME) == -1) {
    return 0;
  }
  char offset[64];
  snprintf(offset, sizeof offset, "monotonic %d 0\n", OFFSET);
  int fd = SYS(open("/proc/self/timens_offsets", O_WRONLY));
  SYS(write(fd, offset, strlen(offset)));
  SYS(close(fd));
  return 1;
}

int main(int argc, char **argv) {
  if (argc > 1) { // executed by the child
    return is_by_clock_from(atol(argv[1])) ? 9 : 1;
  }
  long before = seconds();
  CHECK(is_by_clock_from(before));
  pid_t apart = SYS(fork());
  if (apart == 0) {
    int moved = move_clock();
    long inside = moved ? before + OFFSET : before;
    CHECK(is_by_clock_from(before)); // the one who asked stays
    pid_t child = SYS(fork());
    if (child == 0) {
      CHECK(is_by_clock_from(inside));
      char least[32];
      snprintf(least, sizeof least, "%ld", inside);
      char *arguments[] = {argv[0], least, NULL};
      SYS(execv("/proc/self/exe", arguments));
    }
    EXPECT_EXIT(child, 9);
    if (moved) {
      int space = SYS(open("/proc/self/ns/time_for_children", O_RDONLY));
      SYS(setns(space, CLONE_NEWTIME));
      CHECK(is_by_clock_from(inside));
    }
    _exit(9);
  }
  EXPECT_EXIT(apart, 9);
  CHECK(is_by_clock_from(before));
  step("clocks of the namespace inside, others outside");
  return success();
}
