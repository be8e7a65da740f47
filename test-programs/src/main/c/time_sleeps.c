// nanosleep, clock_nanosleep and usleep last at least as long as asked.
#include "program.h"

static int64_t now(void) {
  struct timespec t;
  SYS(clock_gettime(CLOCK_MONOTONIC, &t));
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

int main(void) {
  int64_t start = now();
  struct timespec t = {0, 10000000};
  SYS(nanosleep(&t, NULL));
  CHECK(now() - start >= 10000000);
  show("slept %ld ns", (long)(now() - start));
  step("nanosleep of 10 ms");
  start = now();
  t.tv_sec = (start + 15000000) / 1000000000;
  t.tv_nsec = (start + 15000000) % 1000000000;
  CHECK(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == 0);
  CHECK(now() - start >= 15000000);
  CHECK(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == 0);
  step("clock_nanosleep until a time, and a time that has passed");
  start = now();
  usleep(5000);
  CHECK(now() - start >= 5000000);
  CHECK(sleep(0) == 0);
  step("usleep");
  t = (struct timespec){0, 1000000000};
  FAILS(nanosleep(&t, NULL), EINVAL);
  t = (struct timespec){-1, 0};
  FAILS(nanosleep(&t, NULL), EINVAL);
  step("bad times are refused");
  return success();
}
