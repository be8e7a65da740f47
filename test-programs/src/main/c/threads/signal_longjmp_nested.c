// Handlers that never return: longjmp out of three nested ones, hundreds of times, in two threads.
// links: -pthread
#include "threads.h"
#include <setjmp.h>

static __thread sigjmp_buf back;
static __thread int depth, deepest;

static void on_signal(int signal, siginfo_t *info UNUSED, void *context UNUSED) {
  depth++;
  if (depth > deepest) {
    deepest = depth;
  }
  if (signal == SIGUSR1) {
    PT(pthread_kill(pthread_self(), SIGUSR2));
  } else if (signal == SIGUSR2) {
    *(volatile int *)8 = 1;
  } else {
    siglongjmp(back, depth);
  }
  CHECK(!"came back");
}

static void *body(void *argument UNUSED) {
  volatile long jumps = 0;
  for (volatile int i = 0; i < 200; i++) {
    depth = 0;
    int value = sigsetjmp(back, 1);
    if (value == 0) {
      PT(pthread_kill(pthread_self(), SIGUSR1));
    }
    CHECK(value == 3);
    jumps++;
    sigset_t mask;
    PT(pthread_sigmask(SIG_BLOCK, NULL, &mask));
    CHECK(!sigismember(&mask, SIGUSR1) && !sigismember(&mask, SIGSEGV));
  }
  CHECK(deepest == 3);
  return (void *)jumps;
}

int main(void) {
  handle(SIGUSR1, on_signal, 0);
  handle(SIGUSR2, on_signal, 0);
  handle(SIGSEGV, on_signal, 0);
  step("first thread: %ld", (long)body(NULL));
  pthread_t a = start(body, NULL), b = start(body, NULL);
  step("two threads: %ld", (long)join(a) + (long)join(b));
  return success();
}
