// A handler changes general registers, flags and xmm registers in its frame; they take effect.
#include "program.h"
#include <ucontext.h>

static void on_signal(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  ucontext_t *uc = context;
  greg_t *g = uc->uc_mcontext.gregs;
  CHECK(g[REG_RBX] == 0x1111 && g[REG_R15] == 0x2222);
  CHECK(uc->uc_mcontext.fpregs->_xmm[3].element[0] == 0x33333333);
  g[REG_RBX] = 0xabcdef0123456789;
  g[REG_R15] = -5;
  g[REG_EFL] |= 1;
  uc->uc_mcontext.fpregs->_xmm[3].element[0] = 0x44444444;
  uc->uc_mcontext.fpregs->_xmm[12].element[3] = 0x55555555;
}

int main(void) {
  handle(SIGUSR1, on_signal, 0);
  long pid = getpid(), number = SYS_kill, signal = SIGUSR1, result;
  uint64_t rbx, r15, flags;
  uint32_t xmm3[4], xmm12[4];
  __asm__ volatile(
      "mov $0x1111, %%ebx\n mov $0x2222, %%r15d\n mov $0x33333333, %%ecx\n"
      "movd %%ecx, %%xmm3\n pxor %%xmm12, %%xmm12\n clc\n"
      "syscall\n"
      "pushfq\n pop %%rdx\n mov %%rbx, %%r8\n mov %%r15, %%r9\n"
      "movups %%xmm3, %[x3]\n movups %%xmm12, %[x12]\n"
      "mov %%r8, %[rbx]\n mov %%r9, %[r15]\n mov %%rdx, %[flags]\n"
      : "=&a"(result), [rbx] "=m"(rbx), [r15] "=m"(r15), [flags] "=m"(flags), [x3] "=m"(xmm3),
        [x12] "=m"(xmm12)
      : "0"(number), "D"(pid), "S"(signal)
      : "rbx", "rcx", "rdx", "r8", "r9", "r11", "r15", "xmm3", "xmm12", "memory", "cc");
  CHECK(result == 0);
  CHECK(rbx == 0xabcdef0123456789 && r15 == (uint64_t)-5 && (flags & 1) == 1);
  step("general registers and the carry flag were changed");
  CHECK(xmm3[0] == 0x44444444 && xmm12[3] == 0x55555555 && xmm12[0] == 0);
  step("xmm registers were changed");
  return success();
}
