// Instructions that jrr emulates, in a task that blocks or ignores the signals of its traps: what the
// program does with those stays as it was.
#include "program.h"
#include <cpuid.h>
#include <setjmp.h>

static sigjmp_buf back;
static volatile int *volatile nowhere;

static void handler(int signal UNUSED) { siglongjmp(back, 1); }

static unsigned long stamp(void) {
  unsigned low, high;
  __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
  return (unsigned long)high << 32 | low;
}

static int has_random(void) {
  unsigned a, b, c = 0, d;
  return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_RDRND);
}

static unsigned long number(void) {
  unsigned long x;
  __asm__ volatile("rdrand %0" : "=r"(x) : : "cc");
  return x;
}

static void trap(void) {
  for (int round = 0; round < 5; round++) {
    CHECK(stamp() != 0);
    if (has_random()) {
      number();
    }
  }
}

static void expect(int signal, void (*what)(int)) {
  struct sigaction now;
  SYS(sigaction(signal, NULL, &now));
  CHECK(now.sa_handler == what);
}

int main(void) {
  sigset_t all, before, now;
  CHECK(signal(SIGSEGV, handler) == SIG_DFL && signal(SIGTRAP, handler) == SIG_DFL);
  SYS(sigfillset(&all));
  SYS(sigprocmask(SIG_BLOCK, &all, &before));
  trap();
  SYS(sigprocmask(SIG_BLOCK, NULL, &now));
  CHECK(sigismember(&now, SIGSEGV) && sigismember(&now, SIGTRAP));
  expect(SIGSEGV, handler);
  expect(SIGTRAP, handler);
  step("blocked");
  SYS(sigprocmask(SIG_SETMASK, &before, NULL));
  if (sigsetjmp(back, 1) == 0) {
    *nowhere = 1;
    CHECK(0);
  }
  step("a fault of its own is caught");
  CHECK(signal(SIGSEGV, SIG_IGN) == handler && signal(SIGTRAP, SIG_IGN) == handler);
  trap();
  expect(SIGSEGV, SIG_IGN);
  expect(SIGTRAP, SIG_IGN);
  pid_t child = SYS(fork());
  if (child == 0) {
    trap();
    expect(SIGSEGV, SIG_IGN);
    CHECK(raise(SIGTRAP) == 0);
    _exit(7);
  }
  int status;
  CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 7);
  step("ignored");
  return success();
}
