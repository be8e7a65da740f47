// Threads on stacks of their own making, of several sizes, with and without a guard page.
// links: -pthread
#include "threads.h"
#include <setjmp.h>

static sigjmp_buf back;

static void on_fault(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  siglongjmp(back, 1);
}

__attribute__((noinline)) static long deep(long levels) {
  volatile char frame[256];
  memset((char *)frame, (int)levels, sizeof frame);
  return levels == 0 ? 0 : deep(levels - 1) + frame[100] - (char)levels + 1;
}

static void *body(void *argument) {
  return (void *)deep((long)argument);
}

static void *overflow(void *argument UNUSED) {
  static char alternate[16384];
  stack_t stack = {.ss_sp = alternate, .ss_size = sizeof alternate};
  SYS(sigaltstack(&stack, NULL));
  if (sigsetjmp(back, 1) == 0) {
    return (void *)deep(1L << 40);
  }
  return (void *)"overflowed into the guard page";
}

int main(void) {
  size_t sizes[] = {64 << 10, 256 << 10, 1 << 20};
  for (size_t i = 0; i < COUNT(sizes); i++) {
    pthread_attr_t attributes;
    pthread_t thread;
    PT(pthread_attr_init(&attributes));
    void *stack = new_pages(sizes[i] / PAGE);
    PT(pthread_attr_setstack(&attributes, stack, sizes[i]));
    long levels = (long)sizes[i] / 800;
    PT(pthread_create(&thread, &attributes, body, (void *)levels));
    CHECK((long)join(thread) == levels);
    step("%zu KiB of its own, %ld calls deep", sizes[i] >> 10, levels);
    SYS(munmap(stack, sizes[i]));
  }
  handle(SIGSEGV, on_fault, SA_ONSTACK);
  pthread_attr_t attributes;
  pthread_t thread;
  PT(pthread_attr_init(&attributes));
  PT(pthread_attr_setstacksize(&attributes, 128 << 10));
  PT(pthread_attr_setguardsize(&attributes, 4 * PAGE));
  PT(pthread_create(&thread, &attributes, overflow, NULL));
  step("%s", (char *)join(thread));
  return success();
}
