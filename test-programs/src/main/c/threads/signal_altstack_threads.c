// Each thread has an alternate stack of its own; handlers run on the one of their thread.
// links: -pthread
#include "threads.h"

enum { THREADS = 6 };

static __thread char *low, *high;
static atomic_int on_stack;

static void on_signal(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  char here;
  CHECK(&here >= low && &here < high);
  stack_t now;
  SYS(sigaltstack(NULL, &now));
  CHECK(now.ss_flags == SS_ONSTACK && now.ss_sp == low);
  FAILS(sigaltstack(&now, NULL), EPERM);
  atomic_fetch_add(&on_stack, 1);
}

static void *body(void *argument) {
  stack_t stack;
  SYS(sigaltstack(NULL, &stack));
  CHECK(stack.ss_flags == SS_DISABLE);
  size_t size = (4 + (long)argument) * PAGE;
  low = new_pages(size / PAGE);
  high = low + size;
  stack = (stack_t){.ss_sp = low, .ss_size = size};
  SYS(sigaltstack(&stack, NULL));
  for (int i = 0; i < 50; i++) {
    PT(pthread_kill(pthread_self(), SIGUSR1));
    sched_yield();
  }
  stack = (stack_t){.ss_sp = low, .ss_size = size, .ss_flags = (int)(1u << 31)};
  SYS(sigaltstack(&stack, NULL)); /* SS_AUTODISARM: off while a handler runs */
  stack.ss_flags = SS_DISABLE;
  SYS(sigaltstack(&stack, NULL));
  stack = (stack_t){.ss_sp = low, .ss_size = 100};
  FAILS(sigaltstack(&stack, NULL), ENOMEM);
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  handle(SIGUSR1, on_signal, SA_ONSTACK);
  for (long i = 0; i < THREADS; i++) {
    threads[i] = start(body, (void *)i);
  }
  for (int i = 0; i < THREADS; i++) {
    join(threads[i]);
  }
  step("%d handlers on the right stack", on_stack);
  return success();
}
