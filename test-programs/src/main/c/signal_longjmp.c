// siglongjmp out of a handler restores the mask; longjmp over many frames; repeated 1,000 times.
#include "program.h"
#include <setjmp.h>

static sigjmp_buf escape;

static void on_signal(int signal, siginfo_t *info UNUSED, void *context UNUSED) {
  siglongjmp(escape, signal);
}

__attribute__((noinline)) static void dig(int depth) {
  if (depth > 0) {
    dig(depth - 1);
  } else {
    raise(SIGUSR1);
  }
  __asm__ volatile("");
}

int main(void) {
  handle(SIGUSR1, on_signal, 0);
  handle(SIGSEGV, on_signal, 0);
  volatile int jumps = 0;
  for (volatile int i = 0; i < 1000; i++) {
    int signal = sigsetjmp(escape, 1);
    if (signal == 0) {
      if (i % 2) {
        *(volatile int *)8 = 1;
      } else {
        dig(20);
      }
    } else {
      CHECK(signal == (i % 2 ? SIGSEGV : SIGUSR1));
      jumps++;
    }
  }
  sigset_t mask;
  SYS(sigprocmask(SIG_SETMASK, NULL, &mask));
  CHECK(!sigismember(&mask, SIGUSR1) && !sigismember(&mask, SIGSEGV));
  step("%d jumps out of handlers", jumps);
  return success();
}
