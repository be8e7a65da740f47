// Affinity, policies, sched_yield: what is set is read back; the number of CPUs is the machine's.
#include "program.h"
#include <sched.h>

int main(void) {
  cpu_set_t all, one;
  SYS(sched_getaffinity(0, sizeof all, &all));
  step("%d CPUs allowed", CPU_COUNT(&all));
  step("%ld CPUs online", sysconf(_SC_NPROCESSORS_ONLN));
  CPU_ZERO(&one);
  CPU_SET(stay_on_one_cpu(), &one);
  cpu_set_t now;
  SYS(sched_getaffinity(0, sizeof now, &now));
  CHECK(CPU_EQUAL(&now, &one));
  pid_t child = SYS(fork());
  if (child == 0) {
    SYS(sched_getaffinity(0, sizeof now, &now));
    _exit(CPU_COUNT(&now));
  }
  EXPECT_EXIT(child, 1);
  step("one CPU was set and inherited");
  FAILS(syscall(SYS_sched_getaffinity, 0, 1, &now), EINVAL);
  CHECK(sched_getscheduler(0) == SCHED_OTHER);
  CHECK(sched_get_priority_max(SCHED_FIFO) == 99);
  struct sched_param parameter = {0};
  SYS(sched_getparam(0, &parameter));
  SYS(sched_setscheduler(0, SCHED_BATCH, &parameter));
  CHECK(sched_getscheduler(0) == SCHED_BATCH);
  for (int i = 0; i < 10; i++) {
    SYS(sched_yield());
  }
  struct timespec quantum;
  SYS(sched_rr_get_interval(0, &quantum));
  step("policies and yields");
  return success();
}
