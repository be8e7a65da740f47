// The kernel walks the robust list of a thread that ends: owner died, waiters woken, one pending.
// links: -pthread
#include "threads.h"

struct lock {
  struct robust_list list;
  atomic_uint word;
};

static struct lock locks[3];
static struct robust_list_head head;
static atomic_int tid, waiter_tid;

static void *dying(void *argument UNUSED) {
  head.list.next = &locks[0].list;
  locks[0].list.next = &locks[1].list;
  locks[1].list.next = &head.list;
  head.futex_offset = offsetof(struct lock, word);
  head.list_op_pending = &locks[2].list;
  for (int i = 0; i < 3; i++) {
    atomic_store(&locks[i].word, own_tid());
  }
  SYS(syscall(SYS_set_robust_list, &head, sizeof head));
  atomic_fetch_or(&locks[1].word, FUTEX_WAITERS);
  atomic_store(&tid, own_tid());
  while (atomic_load(&waiter_tid) == 0) {
    sched_yield();
  }
  wait_until_asleep(atomic_load(&waiter_tid));
  return NULL;
}

static void *waiting(void *argument UNUSED) {
  while (atomic_load(&tid) == 0) {
    sched_yield();
  }
  unsigned value = atomic_load(&locks[1].word);
  atomic_store(&waiter_tid, own_tid());
  CHECK(futex_wait(&locks[1].word, (int)value, NULL) == 0);
  CHECK((atomic_load(&locks[1].word) & FUTEX_OWNER_DIED) != 0);
  return NULL;
}

int main(void) {
  FAILS(syscall(SYS_set_robust_list, &head, 5), EINVAL);
  pthread_t waiter = start(waiting, NULL);
  join(start(dying, NULL));
  join(waiter);
  for (int i = 0; i < 3; i++) {
    unsigned word = atomic_load(&locks[i].word);
    step("lock %d: owner died %d, waiters %d, tid %d", i, (word & FUTEX_OWNER_DIED) != 0,
         (word & FUTEX_WAITERS) != 0, word & FUTEX_TID_MASK);
  }
  return success();
}
