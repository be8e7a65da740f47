// timerfd: one shot, interval, settings read back, absolute time.
#include "program.h"
#include <poll.h>
#include <sys/timerfd.h>

int main(void) {
  int fd = SYS(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
  uint64_t expirations;
  FAILS(read(fd, &expirations, 8), EAGAIN);
  struct itimerspec spec = {.it_value = {0, 10000000}}, old;
  SYS(timerfd_settime(fd, 0, &spec, NULL));
  struct pollfd p = {fd, POLLIN, 0};
  CHECK(poll(&p, 1, -1) == 1);
  CHECK(read(fd, &expirations, 8) == 8 && expirations == 1);
  SYS(timerfd_gettime(fd, &old));
  CHECK(old.it_value.tv_sec == 0 && old.it_value.tv_nsec == 0);
  step("one shot");
  SYS(fcntl(fd, F_SETFL, 0));
  spec.it_interval.tv_nsec = 5000000;
  SYS(timerfd_settime(fd, 0, &spec, NULL));
  uint64_t sum = 0;
  while (sum < 5) {
    CHECK(read(fd, &expirations, 8) == 8 && expirations > 0);
    sum += expirations;
  }
  show("expirations %lu", (unsigned long)sum);
  spec = (struct itimerspec){.it_value = {1000, 0}};
  SYS(timerfd_settime(fd, 0, &spec, &old));
  CHECK(old.it_interval.tv_nsec == 5000000);
  step("an interval");
  SYS(timerfd_gettime(fd, &old));
  CHECK(old.it_value.tv_sec >= 900 && old.it_value.tv_sec < 1001);
  struct timespec now;
  SYS(clock_gettime(CLOCK_MONOTONIC, &now));
  spec.it_value = now;
  SYS(timerfd_settime(fd, TFD_TIMER_ABSTIME, &spec, NULL));
  CHECK(read(fd, &expirations, 8) == 8 && expirations == 1);
  step("an absolute time that has passed");
  return success();
}
