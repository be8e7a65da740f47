// rdtsc mixed with clock_gettime keeps one order.
#include "program.h"

int main(void) {
  uint64_t last_tsc = 0;
  struct timespec last = {0, 0}, now;
  for (int i = 0; i < 500; i++) {
    uint64_t tsc = __builtin_ia32_rdtsc();
    SYS(clock_gettime(CLOCK_MONOTONIC, &now));
    CHECK(tsc > last_tsc);
    CHECK(now.tv_sec > last.tv_sec || (now.tv_sec == last.tv_sec && now.tv_nsec >= last.tv_nsec));
    last_tsc = tsc;
    last = now;
    if (i % 100 == 0) {
      show("%lu %ld.%09ld", (unsigned long)tsc, (long)now.tv_sec, now.tv_nsec);
    }
  }
  step("500 pairs");
  return success();
}
