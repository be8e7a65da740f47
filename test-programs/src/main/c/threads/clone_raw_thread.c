// Threads made by the raw clone call, on stacks of their own; the kernel stores and clears tids.
// links: -pthread
#include "threads.h"

enum { THREADS = 8 };

static char stacks[THREADS][32768] __attribute__((aligned(16)));
static int tids[THREADS], parent_tids[THREADS];
static atomic_int sum;

/* Runs in the new thread, which has no thread-local storage of its own: no library calls. */
static int body(void *argument) {
  long number = (long)argument;
  for (int i = 0; i < 2000; i++) {
    atomic_fetch_add(&sum, 1);
  }
  for (volatile long i = 0; i < 1000 * number; i++) {
  }
  return 0;
}

/* clone(2) without the C library, so that nothing touches its notion of a thread. */
static long raw_clone(long flags, void *stack, int *parent_tid, int *child_tid,
                      int (*run)(void *), void *argument) {
  void **top = stack;
  *--top = argument;
  *--top = (void *)(uintptr_t)run;
  register long r10 __asm__("r10") = (long)child_tid;
  register long r8 __asm__("r8") = 0;
  long result;
  __asm__ volatile(
      "syscall\n"
      "test %%rax, %%rax\n"
      "jnz 1f\n"
      "xor %%ebp, %%ebp\n"
      "pop %%rax\n"
      "pop %%rdi\n"
      "call *%%rax\n"
      "mov %%eax, %%edi\n"
      "mov %[exit], %%eax\n"
      "syscall\n"
      "hlt\n"
      "1:\n"
      : "=a"(result)
      : "0"(SYS_clone), "D"(flags), "S"(top), "d"(parent_tid), "r"(r10), "r"(r8),
        [exit] "i"(SYS_exit)
      : "rcx", "r11", "memory", "cc");
  return result;
}

int main(void) {
  long flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |
               CLONE_PARENT_SETTID | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID;
  for (long i = 0; i < THREADS; i++) {
    tids[i] = -1;
    long tid = raw_clone(flags, stacks[i] + sizeof stacks[i], &parent_tids[i], &tids[i], body,
                         (void *)i);
    CHECK(tid > 0 && parent_tids[i] == tid);
    int seen = __atomic_load_n(&tids[i], __ATOMIC_SEQ_CST);
    CHECK(seen == tid || seen == 0 || seen == -1);
  }
  for (int i = 0; i < THREADS; i++) {
    /* The kernel clears the word and wakes whoever waits there. */
    int seen;
    while ((seen = __atomic_load_n(&tids[i], __ATOMIC_SEQ_CST)) != 0) {
      futex_wait(&tids[i], seen, NULL);
    }
  }
  wait_for_threads(1);
  step("%d raw threads added up %d", THREADS, sum);
  CHECK(raw_clone(CLONE_THREAD, stacks[0] + 1024, NULL, NULL, body, NULL) == -EINVAL);
  CHECK(raw_clone(CLONE_SIGHAND, stacks[0] + 1024, NULL, NULL, body, NULL) == -EINVAL);
  step("flags that need others are refused");
  return success();
}
