// Handlers on an alternate stack: a stack overflow is handled there, SS_ONSTACK, SS_AUTODISARM.
// cflags: -O0
#include "program.h"
#include <setjmp.h>
#include <sys/resource.h>
#ifndef SS_AUTODISARM
#define SS_AUTODISARM (1U << 31)
#endif

static sigjmp_buf escape;
static char *alternate;
static const size_t size = 65536;

static int on_alternate(void *address) {
  return (char *)address >= alternate && (char *)address < alternate + size;
}

static void on_overflow(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  char here;
  CHECK(on_alternate(&here));
  stack_t now;
  SYS(sigaltstack(NULL, &now));
  CHECK(now.ss_flags == SS_ONSTACK);
  stack_t other = {.ss_sp = alternate, .ss_size = size};
  FAILS(sigaltstack(&other, NULL), EPERM);
  siglongjmp(escape, 1);
}

static void on_usr1(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  char here;
  CHECK(on_alternate(&here));
  stack_t now;
  SYS(sigaltstack(NULL, &now));
  CHECK(now.ss_flags == SS_DISABLE);
}

static int overflow(int depth) {
  volatile char block[4096];
  memset((char *)block, depth, sizeof block);
  if (depth == INT_MAX) {
    return 0;
  }
  return overflow(depth + 1) + block[depth % 4096];
}

int main(void) {
  alternate = malloc(size);
  stack_t stack = {.ss_sp = alternate, .ss_size = size};
  SYS(sigaltstack(&stack, NULL));
  handle(SIGSEGV, on_overflow, SA_ONSTACK);
  SYS(setrlimit(RLIMIT_STACK, &(struct rlimit){1 << 20, RLIM_INFINITY}));
  if (sigsetjmp(escape, 1) == 0) {
    overflow(0);
  }
  step("the overflow was handled on the alternate stack");
  stack_t now;
  SYS(sigaltstack(NULL, &now));
  CHECK(now.ss_flags == 0 && now.ss_sp == alternate && now.ss_size == size);
  stack.ss_flags = SS_AUTODISARM;
  SYS(sigaltstack(&stack, NULL));
  handle(SIGUSR1, on_usr1, SA_ONSTACK);
  SYS(raise(SIGUSR1));
  SYS(sigaltstack(NULL, &now));
  CHECK((unsigned)now.ss_flags == SS_AUTODISARM && now.ss_sp == alternate);
  step("SS_AUTODISARM disarms in the handler and arms again after it");
  stack_t tiny = {.ss_sp = alternate, .ss_size = 16};
  FAILS(sigaltstack(&tiny, NULL), ENOMEM);
  return success();
}
