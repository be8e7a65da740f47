// futex_waitv waits for several futexes at once and says which was woken.
// links: -pthread
#include "threads.h"

#ifndef SYS_futex_waitv
#define SYS_futex_waitv 449
#endif

/* linux/futex.h since 5.16 */
struct waiter {
  uint64_t value;
  uint64_t address;
  uint32_t flags;
  uint32_t reserved;
};

enum { SIZE_U32 = 2, WORDS = 4 };

static int words[WORDS];
static atomic_int tid;
static struct waiter waiters[WORDS];

static void *body(void *argument UNUSED) {
  atomic_store(&tid, own_tid());
  return (void *)syscall(SYS_futex_waitv, waiters, WORDS, 0, NULL, CLOCK_MONOTONIC);
}

int main(void) {
  for (int i = 0; i < WORDS; i++) {
    waiters[i] = (struct waiter){0, (uintptr_t)&words[i], SIZE_U32 | FUTEX_PRIVATE_FLAG, 0};
  }
  errno = 0;
  struct timespec past = {0, 1};
  long result = syscall(SYS_futex_waitv, waiters, WORDS, 0, &past, CLOCK_MONOTONIC);
  CHECK(result == -1);
  if (errno == ENOSYS) {
    step("a deadline, a changed word, three wakes");
    return success();
  }
  CHECK(errno == ETIMEDOUT);
  waiters[2].value = 1;
  FAILS(syscall(SYS_futex_waitv, waiters, WORDS, 0, NULL, CLOCK_MONOTONIC), EAGAIN);
  waiters[2].value = 0;
  for (int i = 1; i < WORDS; i++) {
    atomic_store(&tid, 0);
    pthread_t thread = start(body, NULL);
    wait_until_thread_sleeps(&tid);
    CHECK(syscall(SYS_futex, &words[i], FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0) == 1);
    CHECK((long)join(thread) == i);
  }
  step("a deadline, a changed word, three wakes");
  return success();
}
