// Restartable sequences: the C library's registration is there or not, and sched_getcpu works.
#include "program.h"
#include <sched.h>
#include <sys/rseq.h>

int main(void) {
  CHECK(__rseq_size == 0 || __rseq_size >= 20);
  if (__rseq_size > 0) {
    struct rseq *area = (struct rseq *)((char *)__builtin_thread_pointer() + __rseq_offset);
    CHECK((int)area->cpu_id >= 0);
  }
  show("rseq %s", __rseq_size > 0 ? "registered" : "not registered");
  CHECK(sched_getcpu() >= 0);
  step("sched_getcpu works with and without");
  static struct rseq mine __attribute__((aligned(32)));
  long r = syscall(SYS_rseq, &mine, sizeof mine, 0, 0x53053053);
  CHECK(r == 0 || errno == EINVAL || errno == EBUSY || errno == ENOSYS || errno == EPERM);
  step("a second registration is answered");
  return success();
}
