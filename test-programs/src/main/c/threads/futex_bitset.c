// Waits with a set of bits are woken by sets that meet theirs; deadlines on two clocks.
// links: -pthread
#include "threads.h"

static atomic_int tids[3];
static int word;
static atomic_int woken;

static void *body(void *argument) {
  long bit = (long)argument;
  atomic_store(&tids[bit], own_tid());
  SYS(syscall(SYS_futex, &word, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, 0, NULL, NULL, 1 << bit));
  atomic_fetch_or(&woken, 1 << bit);
  return NULL;
}

static long wake(int bits) {
  int op = FUTEX_WAKE_BITSET | FUTEX_PRIVATE_FLAG;
  return SYS(syscall(SYS_futex, &word, op, 10, NULL, NULL, bits));
}

int main(void) {
  pthread_t threads[3];
  for (long i = 0; i < 3; i++) {
    threads[i] = start(body, (void *)i);
  }
  for (int i = 0; i < 3; i++) {
    wait_until_thread_sleeps(&tids[i]);
  }
  step("bits that nobody has: %ld", wake(8));
  step("bit 1: %ld", wake(2));
  join(threads[1]);
  CHECK(woken == 2);
  step("all bits: %ld", wake(-1));
  join(threads[0]);
  join(threads[2]);
  CHECK(woken == 7);
  struct timespec until = from_now(CLOCK_MONOTONIC, 10), after;
  FAILS(syscall(SYS_futex, &word, FUTEX_WAIT_BITSET, 0, &until, NULL, -1), ETIMEDOUT);
  SYS(clock_gettime(CLOCK_MONOTONIC, &after));
  CHECK(after.tv_sec > until.tv_sec ||
        (after.tv_sec == until.tv_sec && after.tv_nsec >= until.tv_nsec));
  until = from_now(CLOCK_REALTIME, 10);
  FAILS(syscall(SYS_futex, &word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 0, &until, NULL, -1),
        ETIMEDOUT);
  FAILS(syscall(SYS_futex, &word, FUTEX_WAIT_BITSET, 0, &until, NULL, 0), EINVAL);
  step("deadlines");
  return success();
}
