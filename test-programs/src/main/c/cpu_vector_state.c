// x87, SSE, AVX and AVX-512 registers survive syscalls, signals and faults.
#include "program.h"

static volatile int hits;

static void on_signal(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  __asm__ volatile("pcmpeqd %%xmm0, %%xmm0\n pxor %%xmm9, %%xmm9\n fninit\n fldz\n" : : : "xmm0");
  if (__builtin_cpu_supports("avx")) {
    __asm__ volatile("vxorps %%ymm3, %%ymm3, %%ymm3\n" : : : "xmm3");
    __asm__ volatile("vxorps %%ymm9, %%ymm9, %%ymm9\n" : : : "xmm9");
  }
  hits++;
}

static void across(long number, long first, long second) {
  uint32_t in[8], out3[8] = {0}, out9[8] = {0};
  double x87;
  uint32_t mxcsr = 0x9fc0, mxcsr_after;
  for (int i = 0; i < 8; i++) {
    in[i] = 0x1000 + i;
  }
  long result;
  if (__builtin_cpu_supports("avx")) {
    __asm__ volatile(
        "ldmxcsr %[csr]\n vmovdqu %[in], %%ymm3\n vmovdqu %[in], %%ymm9\n fldpi\n"
        "syscall\n"
        "vmovdqu %%ymm3, %[o3]\n vmovdqu %%ymm9, %[o9]\n fstpl %[x]\n stmxcsr %[after]\n"
        "vzeroupper\n"
        : "=a"(result), [o3] "=m"(out3), [o9] "=m"(out9), [x] "=m"(x87), [after] "=m"(mxcsr_after)
        : "0"(number), "D"(first), "S"(second), [in] "m"(in), [csr] "m"(mxcsr)
        : "rcx", "r11", "xmm3", "xmm9", "memory");
  } else {
    __asm__ volatile(
        "ldmxcsr %[csr]\n movdqu %[in], %%xmm3\n movdqu %[in], %%xmm9\n fldpi\n"
        "syscall\n"
        "movdqu %%xmm3, %[o3]\n movdqu %%xmm9, %[o9]\n fstpl %[x]\n stmxcsr %[after]\n"
        : "=a"(result), [o3] "=m"(out3), [o9] "=m"(out9), [x] "=m"(x87), [after] "=m"(mxcsr_after)
        : "0"(number), "D"(first), "S"(second), [in] "m"(in), [csr] "m"(mxcsr)
        : "rcx", "r11", "xmm3", "xmm9", "memory");
    memcpy(out3 + 4, in + 4, 16);
    memcpy(out9 + 4, in + 4, 16);
  }
  __asm__ volatile("ldmxcsr %0" : : "m"((uint32_t){0x1f80}));
  CHECK(result >= 0);
  CHECK(memcmp(in, out3, sizeof in) == 0 && memcmp(in, out9, sizeof in) == 0);
  CHECK(x87 > 3.14159 && x87 < 3.1416 && mxcsr_after == mxcsr);
}

int main(void) {
  handle(SIGUSR1, on_signal, 0);
  across(SYS_getpid, 0, 0);
  step("over a syscall");
  across(SYS_kill, getpid(), SIGUSR1);
  CHECK(hits == 1);
  step("over a signal");
  across(SYS_sched_yield, 0, 0);
  struct timespec little = {0, 1000000};
  across(SYS_nanosleep, (long)&little, 0);
  step("over blocking calls");
  if (__builtin_cpu_supports("avx512f")) {
    uint32_t in[16], out[16];
    uint16_t mask;
    for (int i = 0; i < 16; i++) {
      in[i] = i * 3;
    }
    long result;
    __asm__ volatile(
        "vmovdqu32 %[in], %%zmm20\n mov $0xa5a5, %%ecx\n kmovw %%ecx, %%k3\n"
        "syscall\n"
        "vmovdqu32 %%zmm20, %[out]\n kmovw %%k3, %%ecx\n mov %%cx, %[mask]\n vzeroupper\n"
        : "=a"(result), [out] "=m"(out), [mask] "=m"(mask)
        : "0"((long)SYS_kill), "D"((long)getpid()), "S"((long)SIGUSR1), [in] "m"(in)
        : "rcx", "r11", "memory");
    CHECK(memcmp(in, out, sizeof in) == 0 && mask == 0xa5a5 && hits == 2);
  }
  step("AVX-512 registers and masks where there are any");
  return success();
}
