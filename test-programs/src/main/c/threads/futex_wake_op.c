// FUTEX_WAKE_OP: the kernel changes a word, compares it and wakes at one or two futexes.
// links: -pthread
#include "threads.h"

static atomic_int tids[4];
static int first, second;

static void *body(void *argument) {
  long number = (long)argument;
  atomic_store(&tids[number], own_tid());
  int *word = number < 2 ? &first : &second;
  CHECK(futex_wait(word, 0, NULL) == 0);
  return NULL;
}

static long wake_op(long wake, long wake_second, unsigned op) {
  return SYS(syscall(SYS_futex, &first, FUTEX_WAKE_OP, wake, wake_second, &second, op));
}

int main(void) {
  pthread_t threads[4];
  for (long i = 0; i < 4; i++) {
    threads[i] = start(body, (void *)i);
  }
  for (int i = 0; i < 4; i++) {
    wait_until_thread_sleeps(&tids[i]);
  }
  long n = wake_op(1, 5, FUTEX_OP(FUTEX_OP_ADD, 5, FUTEX_OP_CMP_GT, 0));
  step("added 5, was not above 0: %ld woken, now %d", n, second);
  n = wake_op(1, 1, FUTEX_OP(FUTEX_OP_OR, 8, FUTEX_OP_CMP_EQ, 5));
  step("or 8, was 5: %ld woken, now %d", n, second);
  n = wake_op(1, 5, FUTEX_OP(FUTEX_OP_XOR, 1, FUTEX_OP_CMP_NE, 5));
  step("xor 1, was not 5: %ld woken, now %d", n, second);
  n = wake_op(1, 5, FUTEX_OP(FUTEX_OP_ANDN, 4, FUTEX_OP_CMP_LT, 0));
  step("without 4: %ld woken, now %d", n, second);
  n = wake_op(1, 5, FUTEX_OP(FUTEX_OP_SET, 77, FUTEX_OP_CMP_GE, 8));
  step("set: %ld woken, now %d", n, second);
  for (int i = 0; i < 4; i++) {
    join(threads[i]);
  }
  return success();
}
