// Robust mutexes with priority inheritance: owners end with waiters queued; the kernel hands over.
// links: -pthread
#include "threads.h"

enum { WAITERS = 3 };

static pthread_mutex_t *lock;
static atomic_int *arrived, *order, *died;

static void make(void) {
  pthread_mutexattr_t attributes;
  PT(pthread_mutexattr_init(&attributes));
  PT(pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT));
  PT(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST));
  PT(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
  PT(pthread_mutex_init(lock, &attributes));
}

/* Gets the lock from one who died, and dies with it, too. */
static void *inherit(void *argument UNUSED) {
  atomic_fetch_add(arrived, 1);
  int result = pthread_mutex_lock(lock);
  CHECK(result == EOWNERDEAD);
  PT(pthread_mutex_consistent(lock));
  atomic_fetch_add(order, 1);
  return NULL;
}

static void *begin(void *argument UNUSED) {
  PT(pthread_mutex_lock(lock));
  atomic_fetch_add(arrived, 1);
  while (atomic_load(arrived) < 1 + WAITERS) {
    sched_yield();
  }
  usleep(20000);
  return NULL;
}

static void *raw_owner(void *argument) {
  int *word = argument;
  SYS(syscall(SYS_futex, word, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
  atomic_store(arrived, 1);
  /* The kernel knows of this owner only where another waits: one that came later would fail. */
  wait_until_thread_sleeps(died);
  return NULL;
}

int main(void) {
  char *shared = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  lock = (pthread_mutex_t *)shared;
  arrived = (atomic_int *)(shared + 1024);
  order = (atomic_int *)(shared + 1088);
  died = (atomic_int *)(shared + 1152);
  make();
  pthread_t threads[WAITERS + 1];
  threads[0] = start(begin, NULL);
  while (atomic_load(arrived) == 0) {
    sched_yield();
  }
  for (int i = 1; i <= WAITERS; i++) {
    threads[i] = start(inherit, NULL);
  }
  for (int i = 0; i <= WAITERS; i++) {
    join(threads[i]);
  }
  CHECK(pthread_mutex_lock(lock) == EOWNERDEAD);
  PT(pthread_mutex_consistent(lock));
  PT(pthread_mutex_unlock(lock));
  step("handed over by %d deaths of threads", atomic_load(order));

  /* The same between processes, one killed while it has the lock and others wait. */
  atomic_store(arrived, 0);
  pid_t owner = SYS(fork());
  if (owner == 0) {
    PT(pthread_mutex_lock(lock));
    atomic_store(arrived, 1);
    for (;;) {
      pause();
    }
  }
  while (atomic_load(arrived) == 0) {
    sched_yield();
  }
  pid_t waiters[2];
  for (int i = 0; i < 2; i++) {
    waiters[i] = SYS(fork());
    if (waiters[i] == 0) {
      inherit(NULL);
      _exit(7);
    }
  }
  while (atomic_load(arrived) < 3) {
    sched_yield();
  }
  usleep(20000);
  SYS(kill(owner, SIGKILL));
  EXPECT_SIGNALLED(owner, SIGKILL);
  EXPECT_EXIT(waiters[0], 7);
  EXPECT_EXIT(waiters[1], 7);
  step("and by %d deaths of processes", atomic_load(order) - WAITERS);

  /* Without a robust list: the kernel knows the owner's locks that are waited for. */
  atomic_store(arrived, 0);
  int *word = (int *)(shared + 2048);
  pthread_t thread = start(raw_owner, word);
  while (atomic_load(arrived) == 0) {
    sched_yield();
  }
  atomic_store(died, own_tid());
  SYS(syscall(SYS_futex, word, FUTEX_LOCK_PI, 0, NULL, NULL, 0));
  CHECK((*word & FUTEX_TID_MASK) == own_tid() && (*word & FUTEX_OWNER_DIED) != 0);
  join(thread);
  show("word %08x", *word);
  step("a lock of no list");
  return success();
}
