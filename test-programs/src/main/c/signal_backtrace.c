// cflags: -rdynamic -O0
// A backtrace taken in a handler passes the signal frame and names what was interrupted.
#include "program.h"
#include <execinfo.h>
#include <ucontext.h>

static volatile int found;

static void on_signal(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  void *frames[32];
  int depth = backtrace(frames, 32);
  char **names = backtrace_symbols(frames, depth);
  for (int i = 0; i < depth; i++) {
    found += strstr(names[i], "interrupted_function") != NULL;
    found += 100 * (strstr(names[i], "(main+") != NULL);
  }
  free(names);
}

void interrupted_function(int how) {
  if (how == 0) {
    SYS(kill(getpid(), SIGUSR1));
  } else {
    __asm__ volatile("ud2\n");
  }
}

static void skip_ud2(int signal, siginfo_t *info, void *context) {
  on_signal(signal, info, context);
  ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP] += 2;
}

int main(void) {
  handle(SIGUSR1, on_signal, 0);
  handle(SIGILL, skip_ud2, 0);
  interrupted_function(0);
  CHECK(found == 101);
  step("from a syscall: the function and main are in the backtrace");
  found = 0;
  interrupted_function(1);
  CHECK(found == 101);
  step("from a fault too");
  return success();
}
