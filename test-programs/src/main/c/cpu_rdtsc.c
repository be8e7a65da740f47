// rdtsc and rdtscp go forward, in a hot loop too, and leave other registers alone.
#include "program.h"

static uint64_t rdtsc(void) {
  uint32_t low, high;
  __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
  return (uint64_t)high << 32 | low;
}

static uint64_t rdtscp(uint32_t *aux) {
  uint32_t low, high;
  __asm__ volatile("rdtscp" : "=a"(low), "=d"(high), "=c"(*aux));
  return (uint64_t)high << 32 | low;
}

int main(void) {
  uint64_t last = rdtsc(), digest = 0;
  show("tsc %lu", (unsigned long)last);
  for (int i = 0; i < 20000; i++) {
    uint64_t now = rdtsc();
    CHECK(now > last);
    digest = digest * 31 + (now - last);
    last = now;
  }
  show("digest of 20000 differences %lu", (unsigned long)digest);
  step("20000 readings of rdtsc go forward");
  uint32_t aux, first;
  rdtscp(&first);
  for (int i = 0; i < 1000; i++) {
    uint64_t now = rdtscp(&aux);
    CHECK(now > last);
    last = now;
  }
  show("rdtscp aux %u", aux);
  step("rdtscp too");
  uint64_t high_rax, high_rdx, rbx = 0x1234567890, r11 = 0;
  __asm__ volatile(
      "mov $-1, %%rax\n mov $-1, %%rdx\n mov $0x7654321, %%r11\n stc\n rdtsc\n"
      "setc %%cl\n movzx %%cl, %%ecx\n shr $32, %%rax\n shr $32, %%rdx\n add %%rcx, %%rax\n"
      : "=&a"(high_rax), "=&d"(high_rdx), "+b"(rbx), "=&r"(r11)
      :
      : "rcx", "r11", "cc");
  CHECK(high_rax == 1 && high_rdx == 0 && rbx == 0x1234567890);
  step("the upper halves are zero, flags and rbx stay");
  pid_t child = SYS(fork());
  if (child == 0) {
    CHECK(rdtsc() > last);
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  step("in a child too");
  return success();
}
