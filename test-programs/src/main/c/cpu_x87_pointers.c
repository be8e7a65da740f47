// The x87 instruction and data pointers and the XSAVE in-use bits, which the kernel may change.
#include "program.h"
#include <cpuid.h>

struct fxsave {
  uint16_t control, status;
  uint8_t tag, reserved;
  uint16_t opcode;
  uint64_t instruction, data;
  uint8_t rest[488];
} __attribute__((aligned(16)));

static void look(const char *when) {
  struct fxsave area;
  memset(&area, 0, sizeof area);
  static double cell = 1.5;
  __asm__ volatile("fldl %1\n fxsave64 %0\n fstp %%st(0)\n" : "=m"(area) : "m"(cell));
  CHECK(area.control == 0x37f && area.tag == 0x80);
  show("%s: x87 instruction %#lx data %#lx opcode %#x", when, (unsigned long)area.instruction,
       (unsigned long)area.data, area.opcode);
  uint32_t a, b, c, d;
  if (__get_cpuid_count(0xd, 1, &a, &b, &c, &d) && (a & 4)) {
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(1));
    show("%s: state components in use %#x", when, low);
  }
}

int main(void) {
  look("at the start");
  CHECK(getppid() > 0);
  look("after a syscall");
  sleep_ms(5);
  look("after sleeping");
  pid_t child = SYS(fork());
  if (child == 0) {
    look("in a child");
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  look("after a child");
  step("the control word stays as it was");
  return success();
}
