// What a syscall leaves in rcx and r11 (the address behind it, the flags), also where calls are made
// often, and in the frame of a signal that the call raises.
#include "program.h"
#include <ucontext.h>

struct left {
  long result;
  uint64_t rcx, r11, behind;
};

__attribute__((noinline)) static struct left call(long number, long first, long second) {
  struct left left;
  __asm__ volatile(
      "stc\n"
      "syscall\n"
      "behind_call:\n"
      "mov %%rcx, %[rcx]\n mov %%r11, %[r11]\n"
      "lea behind_call(%%rip), %%rcx\n mov %%rcx, %[behind]\n"
      : "=a"(left.result), [rcx] "=m"(left.rcx), [r11] "=m"(left.r11), [behind] "=m"(left.behind)
      : "a"(number), "D"(first), "S"(second)
      : "rcx", "r11", "cc", "memory");
  return left;
}

static void check(struct left left) {
  CHECK(left.rcx == left.behind);
  CHECK((left.r11 & 0x203) == 0x203);
}

static volatile uint64_t seen_rip, seen_rcx;
static volatile int seen;

static void on_signal(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  ucontext_t *interrupted = context;
  seen_rip = (uint64_t)interrupted->uc_mcontext.gregs[REG_RIP];
  seen_rcx = (uint64_t)interrupted->uc_mcontext.gregs[REG_RCX];
  seen++;
}

int main(void) {
  struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO};
  SYS(sigaction(SIGUSR1, &action, NULL));
  long pid = getpid();
  for (int i = 0; i < 2000; i++) {
    struct left left = call(SYS_getppid, 0, 0);
    CHECK(left.result == getppid());
    check(left);
  }
  step("2,000 calls");
  for (int i = 0; i < 200; i++) {
    struct left left = call(SYS_kill, pid, SIGUSR1);
    check(left);
    CHECK(seen == i + 1);
    CHECK(seen_rip == left.behind);
    CHECK(seen_rcx == left.behind);
  }
  step("200 signals");
  for (int i = 0; i < 20; i++) {
    /* One that fails, and one that the kernel makes by itself. */
    check(call(-1, 0, 0));
    check(call(SYS_sched_yield, 0, 0));
  }
  step("40 others");
  return success();
}
