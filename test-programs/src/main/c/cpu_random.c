// rdrand and rdseed in 16, 32 and 64 bits and in every register, where the CPU has them.
#include "program.h"
#include <cpuid.h>

#define BIT_RDRAND (1U << 30)
#define BIT_RDSEED (1U << 18)

/* Every register that may be the target, with the others held fixed by the compiler's clobbers. */
#define REGISTERS(X) \
  X(rax, eax, ax) X(rbx, ebx, bx) X(rcx, ecx, cx) X(rdx, edx, dx) X(rsi, esi, si) X(rdi, edi, di) \
  X(r8, r8d, r8w) X(r9, r9d, r9w) X(r10, r10d, r10w) X(r11, r11d, r11w) X(r12, r12d, r12w) \
  X(r13, r13d, r13w) X(r14, r14d, r14w) X(r15, r15d, r15w)

static uint64_t seen[3][14];
static int tries;

/* The upper parts of the target: kept by the 16-bit form, cleared by the 32-bit form. */
#define ONE(instruction, name, target, slot, width)                                          \
  do {                                                                                       \
    uint64_t value_;                                                                         \
    uint8_t carry_;                                                                          \
    do {                                                                                     \
      __asm__ volatile("mov $-1, %%" #name "\n " instruction " %%" #target                   \
                       "\n setc %1\n mov %%" #name ", %0\n"                                  \
                       : "=m"(value_), "=m"(carry_)                                          \
                       :                                                                     \
                       : #name, "cc");                                                       \
      tries++;                                                                               \
    } while (!carry_);                                                                       \
    if ((width) == 16) {                                                                     \
      CHECK(value_ >> 16 == 0xffffffffffff);                                                 \
    } else if ((width) == 32) {                                                              \
      CHECK(value_ >> 32 == 0);                                                              \
    }                                                                                        \
    seen[(width) / 32][slot] = value_;                                                       \
  } while (0)

#define RDRAND(r64, r32, r16)                 \
  ONE("rdrand", r64, r16, slot, 16);          \
  ONE("rdrand", r64, r32, slot, 32);          \
  ONE("rdrand", r64, r64, slot, 64);          \
  slot++;
#define RDSEED(r64, r32, r16)                 \
  ONE("rdseed", r64, r16, slot, 16);          \
  ONE("rdseed", r64, r32, slot, 32);          \
  ONE("rdseed", r64, r64, slot, 64);          \
  slot++;

static void check_different(const char *what) {
  for (int i = 0; i < 14; i++) {
    for (int k = 0; k < i; k++) {
      CHECK(seen[2][i] != seen[2][k]);
    }
    show("%s %lx %lx %lx", what, (unsigned long)seen[0][i], (unsigned long)seen[1][i],
         (unsigned long)seen[2][i]);
  }
}

int main(void) {
  uint32_t a, b, c, d;
  CHECK(__get_cpuid(1, &a, &b, &c, &d));
  if (c & BIT_RDRAND) {
    int slot = 0;
    REGISTERS(RDRAND)
    CHECK(slot == 14);
    check_different("rdrand");
  }
  step("rdrand into fourteen registers");
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & BIT_RDSEED)) {
    int slot = 0;
    REGISTERS(RDSEED)
    CHECK(slot == 14);
    check_different("rdseed");
  }
  step("rdseed into fourteen registers");
  show("tries %d", tries);
  return success();
}
