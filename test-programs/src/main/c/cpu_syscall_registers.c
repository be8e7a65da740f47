// A syscall changes rax, rcx and r11 only; rcx and r11 hold the return address and the flags.
#include "program.h"

int main(void) {
  uint64_t before[12], after[12], rcx, r11, return_address;
  for (int i = 0; i < 12; i++) {
    before[i] = 0x0101010101010101 * (i + 1);
  }
  long result = SYS_getppid;
  /* Order: rbx rdx rsi rdi r8 r9 r10 r12 r13 r14 r15. */
  __asm__ volatile(
      "mov (%[in]), %%rbx\n mov 8(%[in]), %%rdx\n mov 16(%[in]), %%rsi\n mov 24(%[in]), %%rdi\n"
      "mov 32(%[in]), %%r8\n mov 40(%[in]), %%r9\n mov 48(%[in]), %%r10\n"
      "mov 56(%[in]), %%r12\n mov 64(%[in]), %%r13\n mov 72(%[in]), %%r14\n"
      "mov 80(%[in]), %%r15\n"
      "syscall\n"
      "1: push %%rax\n lea after_values(%%rip), %%rax\n"
      "mov %%rbx, (%%rax)\n mov %%rdx, 8(%%rax)\n mov %%rsi, 16(%%rax)\n mov %%rdi, 24(%%rax)\n"
      "mov %%r8, 32(%%rax)\n mov %%r9, 40(%%rax)\n mov %%r10, 48(%%rax)\n"
      "mov %%r12, 56(%%rax)\n mov %%r13, 64(%%rax)\n mov %%r14, 72(%%rax)\n"
      "mov %%r15, 80(%%rax)\n mov %%rcx, 88(%%rax)\n mov %%r11, 96(%%rax)\n"
      "lea 1b(%%rip), %%rcx\n mov %%rcx, 104(%%rax)\n pop %%rax\n"
      ".pushsection .bss\n .balign 8\n after_values: .skip 112\n .popsection\n"
      : "+a"(result)
      : [in] "c"(before)
      : "rbx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",
        "memory", "cc");
  extern uint64_t after_values[14];
  memcpy(after, after_values, sizeof after);
  rcx = after_values[11];
  r11 = after_values[12];
  return_address = after_values[13];
  CHECK(result == getppid());
  for (int i = 0; i < 11; i++) {
    CHECK(before[i] == after[i]);
  }
  step("eleven registers stayed");
  CHECK(rcx == return_address);
  CHECK((r11 & 0x202) == 0x202);
  step("rcx is the return address, r11 the flags");
  return success();
}
