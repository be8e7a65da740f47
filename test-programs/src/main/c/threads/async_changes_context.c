// The timer's handler changes a register and memory of what it interrupted: the way to end a loop.
// cflags: -O2
#include "async.h"

enum { LOOPS = 40 };

extern const char endless_start[], endless_end[];
long endless(long counter);
/* Counts in rdi until r8 is other than 0, which nothing in the loop makes it. */
__asm__(
    ".text\n"
    ".type endless, @function\n"
    "endless:\n"
    ".cfi_startproc\n"
    "xor %r8d, %r8d\n"
    ".globl endless_start\n"
    "endless_start:\n"
    "add $1, %rdi\n"
    "test %r8, %r8\n"
    "jz endless_start\n"
    ".globl endless_end\n"
    "endless_end:\n"
    "mov %r8, %rax\n"
    "ret\n"
    ".cfi_endproc\n"
    ".size endless, . - endless\n");

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  const char *ip = (const char *)registers[REG_RIP];
  /* A second tick may come before the loop has seen the change of the first. */
  if (ip >= endless_start && ip < endless_end && registers[REG_R8] == 0) {
    sample("count", registers[REG_RDI], context);
    registers[REG_R8] = samples;
  }
}

int main(void) {
  start_ticks(4000, on_tick, 0);
  for (int i = 1; i <= LOOPS; i++) {
    CHECK(endless(0) == i);
  }
  stop_ticks();
  step("%d endless loops were ended by their handler", LOOPS);
  return success();
}
