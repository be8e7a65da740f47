// Sigreturn restores DF and AC and the carry flag; a handler starts with DF clear.
#include "program.h"
#include <ucontext.h>

static uint64_t handler_flags, frame_flags;

static void on_signal(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  __asm__ volatile("pushfq; pop %0" : "=r"(handler_flags));
  frame_flags = ((ucontext_t *)context)->uc_mcontext.gregs[REG_EFL];
}

int main(void) {
  handle(SIGUSR1, on_signal, 0);
  long number = SYS_kill, result;
  uint64_t flags;
  const uint64_t df = 1 << 10, ac = 1 << 18, cf = 1;
  __asm__ volatile(
      "pushfq; orq $0x40401, (%%rsp); popfq\n"
      "syscall\n"
      "pushfq; pop %%rdx\n"
      "pushfq; andq $~0x40401, (%%rsp); popfq\n"
      : "=&a"(result), "=&d"(flags)
      : "0"(number), "D"((long)getpid()), "S"((long)SIGUSR1)
      : "rcx", "r11", "memory", "cc");
  CHECK(result == 0);
  CHECK((frame_flags & (df | ac | cf)) == (df | ac | cf));
  CHECK((flags & (df | ac | cf)) == (df | ac | cf));
  CHECK((handler_flags & df) == 0);
  step("DF, AC and CF came back, the handler ran with DF clear");
  return success();
}
