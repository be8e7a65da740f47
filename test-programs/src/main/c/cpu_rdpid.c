// rdpid, rdtscp and getcpu name the same CPU, where the CPU has rdpid.
#include "program.h"
#include <cpuid.h>

int main(void) {
  stay_on_one_cpu();
  unsigned by_call, node;
  SYS(syscall(SYS_getcpu, &by_call, &node, NULL));
  CHECK(sched_getcpu() == (int)by_call);
  step("getcpu and sched_getcpu agree");
  uint32_t a, b, c, d;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) && (c & (1U << 22))) {
    uint64_t by_rdpid, in_r9;
    __asm__ volatile("rdpid %%rax" : "=a"(by_rdpid));
    __asm__ volatile("rdpid %%r9\n mov %%r9, %0" : "=r"(in_r9) : : "r9");
    CHECK((by_rdpid & 0xfff) == by_call && in_r9 == by_rdpid);
    CHECK(by_rdpid >> 12 == node);
  }
  uint32_t aux;
  __asm__ volatile("rdtscp" : "=c"(aux) : : "eax", "edx");
  CHECK((aux & 0xfff) == by_call);
  show("cpu %u node %u", by_call, node);
  step("rdpid and rdtscp agree with them");
  return success();
}
