// Faults of instructions: SIGFPE, SIGILL, SIGTRAP, hlt and other #GP, with ip and siginfo.
#include "program.h"
#include <ucontext.h>

static siginfo_t seen;
static uintptr_t seen_ip;
static int skip;

static void on_trap(int signal UNUSED, siginfo_t *info, void *context) {
  ucontext_t *uc = context;
  seen = *info;
  seen_ip = uc->uc_mcontext.gregs[REG_RIP];
  uc->uc_mcontext.gregs[REG_RIP] += skip;
}

#define TRAP(name, length, text)                                              \
  __attribute__((noinline, naked)) static void name(void) {                   \
    __asm__("xor %edx, %edx; mov $1, %eax; xor %ecx, %ecx; nop; " text "; ret"); \
  }                                                                           \
  enum { name##_length = length }

TRAP(divide, 2, "div %ecx");
TRAP(undefined, 2, "ud2");
TRAP(halt, 1, "hlt");
TRAP(privileged, 1, "cli");
TRAP(port, 1, "in (%dx), %al");
TRAP(interrupt, 0, "int3");
TRAP(bad_vector, 2, "int $0x40");

/* The instruction under test stands 2+5+2+1 bytes into each function. */
static const int offset = 10;

#define RUN(name, signal)                                                      \
  do {                                                                         \
    memset(&seen, 0, sizeof seen);                                             \
    skip = name##_length;                                                      \
    name();                                                                    \
    CHECK(seen.si_signo == (signal));                                          \
    step("%s: code %d, ip at +%d, address at +%d", #name, seen.si_code,        \
         (int)(seen_ip - (uintptr_t)name) - offset,                            \
         seen.si_addr ? (int)((uintptr_t)seen.si_addr - (uintptr_t)name) - offset : -1000); \
  } while (0)

int main(void) {
  for (const int *s = (int[]){SIGFPE, SIGILL, SIGTRAP, SIGSEGV, 0}; *s; s++) {
    handle(*s, on_trap, 0);
  }
  RUN(divide, SIGFPE);
  RUN(undefined, SIGILL);
  RUN(halt, SIGSEGV);
  RUN(privileged, SIGSEGV);
  RUN(port, SIGSEGV);
  RUN(interrupt, SIGTRAP);
  RUN(bad_vector, SIGSEGV);
  return success();
}
