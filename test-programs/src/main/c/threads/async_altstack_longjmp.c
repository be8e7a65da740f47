// The timer's handler runs on another stack and leaves by siglongjmp, out of pure computing.
// cflags: -O2
#include "async.h"
#include <setjmp.h>

enum { JUMPS = 8 };

static sigjmp_buf back;
static volatile long counter, jumps;
static volatile int armed;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("counter", counter, context);
  if (armed) {
    armed = 0;
    siglongjmp(back, 1);
  }
}

int main(void) {
  stack_t stack = {.ss_sp = new_pages(8), .ss_size = 8 * PAGE};
  SYS(sigaltstack(&stack, NULL));
  start_ticks(3000, on_tick, SA_ONSTACK);
  while (jumps < JUMPS) {
    if (sigsetjmp(back, 1) == 0) {
      armed = 1;
      for (;;) {
        counter++;
      }
    }
    jumps++;
    stack_t now;
    SYS(sigaltstack(NULL, &now));
    CHECK((now.ss_flags & SS_ONSTACK) == 0);
    show("jump %ld at %ld", jumps, counter);
  }
  stop_ticks();
  step("%d endless loops were left", JUMPS);
  return success();
}
