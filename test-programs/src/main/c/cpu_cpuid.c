// cpuid answers the same twice, and what it promises can be used.
#include "program.h"
#include <cpuid.h>

int main(void) {
  for (uint32_t leaf = 0; leaf < 8; leaf++) {
    uint32_t x[4], y[4];
    __cpuid_count(leaf, 0, x[0], x[1], x[2], x[3]);
    __cpuid_count(leaf, 0, y[0], y[1], y[2], y[3]);
    if (leaf == 1) {
      /* The initial APIC id names the CPU, which may change between the two. */
      x[1] &= 0xffffff;
      y[1] &= 0xffffff;
    }
    CHECK(memcmp(x, y, sizeof x) == 0);
    show("leaf %u: %08x %08x %08x %08x", leaf, x[0], x[1], x[2], x[3]);
  }
  step("leaves 0 to 7 are the same twice");
  if (__builtin_cpu_supports("avx2")) {
    uint32_t out[8];
    __asm__ volatile(
        "vpcmpeqd %%ymm5, %%ymm5, %%ymm5\n vpsrld $1, %%ymm5, %%ymm5\n vmovdqu %%ymm5, %0\n"
        "vzeroupper\n"
        : "=m"(out)
        :
        : "xmm5");
    CHECK(out[0] == 0x7fffffff && out[7] == 0x7fffffff);
  }
  step("AVX2 works where it is promised");
  return success();
}
