// The program sets its own trap flag and steps through its own instructions.
#include "program.h"
#include <ucontext.h>

static volatile int traps, codes;
static uintptr_t last_ip;

static void on_trap(int signal UNUSED, siginfo_t *info, void *context) {
  traps++;
  codes += info->si_code == TRAP_TRACE;
  last_ip = ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
}

int main(void) {
  handle(SIGTRAP, on_trap, 0);
  uintptr_t end;
  __asm__ volatile(
      "pushfq; orq $0x100, (%%rsp); popfq\n"
      "nop\n nop\n nop\n"
      "pushfq; andq $~0x100, (%%rsp); popfq\n"
      "1: nop\n"
      "lea 1b(%%rip), %0\n"
      : "=r"(end)
      :
      : "cc", "memory");
  step("%d traps, %d of them TRAP_TRACE", traps, codes);
  CHECK(traps == 6 && codes == 6 && last_ip == end);
  return success();
}
