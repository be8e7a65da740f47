// Every clock, gettimeofday, time, times, clock_getres: relations that hold in any run.
#include "program.h"
#include <sys/time.h>
#include <sys/times.h>

static int64_t nanoseconds(clockid_t clock) {
  struct timespec t;
  SYS(clock_gettime(clock, &t));
  CHECK(t.tv_nsec >= 0 && t.tv_nsec < 1000000000);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

int main(void) {
  clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID,
                        CLOCK_THREAD_CPUTIME_ID, CLOCK_MONOTONIC_RAW, CLOCK_REALTIME_COARSE,
                        CLOCK_MONOTONIC_COARSE, CLOCK_BOOTTIME, CLOCK_TAI};
  for (size_t i = 0; i < COUNT(clocks); i++) {
    struct timespec resolution;
    SYS(clock_getres(clocks[i], &resolution));
    CHECK(resolution.tv_sec == 0 && resolution.tv_nsec > 0);
    int64_t last = nanoseconds(clocks[i]);
    show("clock %d: %ld", clocks[i], (long)last);
    for (int k = 0; k < 200; k++) {
      int64_t now = nanoseconds(clocks[i]);
      CHECK(now >= last);
      last = now;
    }
    step("clock %d does not go back", clocks[i]);
  }
  FAILS(clock_gettime(77, &(struct timespec){0}), EINVAL);
  struct timeval tv;
  struct timezone tz;
  SYS(gettimeofday(&tv, &tz));
  time_t stored, now = time(&stored);
  // time() tells the second of the last tick, which may be the one before.
  CHECK(now == stored && now >= tv.tv_sec - 1 && now <= tv.tv_sec + 100);
  CHECK(nanoseconds(CLOCK_REALTIME) / 1000000000 >= now);
  show("time %ld", (long)now);
  step("time, gettimeofday and the real-time clock agree");
  CHECK(syscall(SYS_time, NULL) >= now);
  struct tms t;
  clock_t a = times(&t), b = times(&t);
  CHECK(b >= a && t.tms_utime >= 0);
  CHECK(clock() >= 0);
  step("times and clock");
  clockid_t own;
  CHECK(clock_getcpuclockid(getpid(), &own) == 0);
  CHECK(nanoseconds(own) >= 0);
  step("the process's own clock");
  return success();
}
