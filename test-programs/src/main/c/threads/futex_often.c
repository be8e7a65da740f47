// FUTEX_REQUEUE, CMP_REQUEUE and WAKE_OP so often that they are made without a stop.
// links: -pthread
#include "threads.h"

enum { ROUNDS = 12 };

static atomic_int tid;
static int from, to, woken;

static void *body(void *unused) {
  (void)unused;
  for (int i = 0; i < ROUNDS; i++) {
    atomic_store(&tid, own_tid());
    CHECK(futex_wait(&from, i, NULL) == 0);
    CHECK(__atomic_load_n(&woken, __ATOMIC_ACQUIRE) == i + 1);
  }
  return NULL;
}

int main(void) {
  pthread_t thread = start(body, NULL);
  for (int i = 0; i < ROUNDS; i++) {
    wait_until_thread_sleeps(&tid);
    atomic_store(&tid, 0);
    FAILS(syscall(SYS_futex, &from, FUTEX_CMP_REQUEUE, 1, 1, &to, i + 1), EAGAIN);
    CHECK(SYS(syscall(SYS_futex, &to, FUTEX_REQUEUE, 1, 1, &from, 0)) == 0);
    if (i % 2) CHECK(SYS(syscall(SYS_futex, &from, FUTEX_CMP_REQUEUE, 0, 1, &to, i)) == 1);
    long add = FUTEX_OP(FUTEX_OP_ADD, 1, FUTEX_OP_CMP_EQ, i);
    woken = i + 1;
    CHECK(SYS(syscall(SYS_futex, i % 2 ? &to : &woken, FUTEX_WAKE_OP, 1, 1, &from, add)) == 1);
    CHECK(from == i + 1);
    FAILS(syscall(SYS_futex, &to, FUTEX_WAKE_OP, 1, 1, 4L, add), EFAULT);
  }
  join(thread);
  step("%d rounds", from);
  return success();
}
