// 2,000 signals come in a tight loop of calls that the program makes itself: each handler sees the
// interrupted instruction in the program's own code, and the registers that the loop holds.
// cflags: -O2 -fno-pie -no-pie
#include "program.h"
#include <sys/time.h>
#include <ucontext.h>

extern const char __executable_start, etext;
static volatile sig_atomic_t looping, signals, strangers, spoiled;
static volatile long in_handlers;

#define MARK 0x1122334455667788L

static long bare_call(long number, long first) {
  long result;
  __asm__ volatile("syscall\n\tmov %0, %0\n\tnop"
                   : "=a"(result)
                   : "0"(number), "D"(first)
                   : "rcx", "r11", "memory");
  return result;
}

static void handler(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  if (!looping) {
    return; // inside libc's setitimer, before the loop or after it
  }
  const ucontext_t *frame = context;
  uintptr_t ip = frame->uc_mcontext.gregs[REG_RIP];
  strangers += ip < (uintptr_t)&__executable_start || ip >= (uintptr_t)&etext;
  spoiled += frame->uc_mcontext.gregs[REG_R12] != MARK;
  in_handlers += bare_call(SYS_getppid, 0) > 0;
  signals++;
}

// Only instructions of this function run between the handlers.
static long loop(void) {
  register long mark __asm__("r12") = MARK;
  long calls = 0;
  __asm__ volatile("" : "+r"(mark)); // is there before a handler looks for it
  looping = 1;
  while (signals < 2000) {
    __asm__ volatile("" : "+r"(mark));
    calls += bare_call(SYS_getppid, 0) > 0;
    calls += bare_call(SYS_lseek, -1) == -EBADF; // is buffered, as the one before
    calls += bare_call(SYS_close, -1) == -EBADF; // bails
    __asm__ volatile("" : "+r"(mark));
  }
  looping = 0;
  __asm__ volatile("" : : "r"(mark));
  return calls;
}

int main(void) {
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_RESTART};
  SYS(sigaction(SIGALRM, &action, NULL));
  struct itimerval timer = {{0, 300}, {0, 300}};
  SYS(setitimer(ITIMER_REAL, &timer, NULL));
  long calls = loop();
  SYS(setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL));
  CHECK(strangers == 0);
  step("every signal came at an instruction of the program");
  CHECK(spoiled == 0);
  step("with the registers of the loop");
  CHECK(in_handlers >= 2000 && calls % 3 == 0);
  step("calls were whole, in handlers too");
  show("%ld calls", calls);
  return success();
}
