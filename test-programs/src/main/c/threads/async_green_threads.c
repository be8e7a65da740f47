// Green threads: the timer's handler swaps contexts, so that each computes on from where it was
// stopped, on a stack of its own.
// cflags: -O2
#include "async.h"
#include <ucontext.h>

enum { COUNT = 4, ROUNDS = 30000000 };

static ucontext_t contexts[COUNT], done;
static volatile long rounds[COUNT];
static volatile int current, finished;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("green thread", current, context);
  int from = current;
  current = (current + 1) % COUNT;
  SYS(swapcontext(&contexts[from], &contexts[current]));
}

static void mask_ticks(int how) {
  sigset_t ticks;
  sigemptyset(&ticks);
  sigaddset(&ticks, SIGALRM);
  SYS(sigprocmask(how, &ticks, NULL));
}

/* Contexts are left and entered with the signal blocked: it must not come in between. */
static void green(int own) {
  mask_ticks(SIG_UNBLOCK);
  while (rounds[own] < ROUNDS) {
    rounds[own]++;
  }
  mask_ticks(SIG_BLOCK);
  if (++finished == COUNT) {
    setcontext(&done);
  }
  mask_ticks(SIG_UNBLOCK);
  for (;;) {
  }
}

int main(void) {
  mask_ticks(SIG_BLOCK);
  for (int i = 0; i < COUNT; i++) {
    SYS(getcontext(&contexts[i]));
    contexts[i].uc_stack.ss_sp = new_pages(8);
    contexts[i].uc_stack.ss_size = 8 * PAGE;
    makecontext(&contexts[i], (void (*)(void))green, 1, i);
  }
  start_ticks(3000, on_tick, 0);
  SYS(swapcontext(&done, &contexts[0]));
  stop_ticks();
  for (int i = 0; i < COUNT; i++) {
    CHECK(rounds[i] == ROUNDS);
  }
  step("%d green threads of %d rounds each", COUNT, ROUNDS);
  return success();
}
