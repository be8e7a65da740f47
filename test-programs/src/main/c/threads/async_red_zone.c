// A leaf function keeps all that changes in the red zone, below the stack pointer.
// cflags: -O2
#include "async.h"

enum { ROUNDS = 300000000 };

/* Counts down from its argument at rsp - 8 and up at rsp - 16, and answers the latter. */
long count_in_red_zone(long rounds);
extern const char loop_start[], loop_end[];
__asm__(
    ".text\n"
    ".type count_in_red_zone, @function\n"
    "count_in_red_zone:\n"
    ".cfi_startproc\n"
    "mov %rdi, -8(%rsp)\n"
    "movq $0, -16(%rsp)\n"
    "xor %edi, %edi\n"
    ".globl loop_start\n"
    "loop_start:\n"
    "incq -16(%rsp)\n"
    "decq -8(%rsp)\n"
    "jnz loop_start\n"
    ".globl loop_end\n"
    "loop_end:\n"
    "mov -16(%rsp), %rax\n"
    "ret\n"
    ".cfi_endproc\n"
    ".size count_in_red_zone, . - count_in_red_zone\n");

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  const char *ip = (const char *)registers[REG_RIP];
  long up = 0;
  if (ip >= loop_start && ip < loop_end) {
    const long *zone = (const long *)registers[REG_RSP];
    up = zone[-2];
    /* One of the two may have been stepped already. */
    CHECK(up + zone[-1] == ROUNDS || up + zone[-1] == ROUNDS + 1);
  }
  sample("red zone", up, context);
}

int main(void) {
  start_ticks(5000, on_tick, 0);
  for (int i = 0; i < 3; i++) {
    CHECK(count_in_red_zone(ROUNDS) == ROUNDS);
    step("%d rounds in the red zone", ROUNDS);
  }
  stop_ticks();
  return success();
}
