// pthread_kill and tgkill reach the thread that is named, blocked, computing or masked.
// links: -pthread
#include "threads.h"

enum { THREADS = 5 };

static atomic_int tids[THREADS], hits[THREADS], wrong;
static __thread int me;
static atomic_int stop;

static void on_signal(int signal UNUSED, siginfo_t *info, void *context UNUSED) {
  if (info->si_code != SI_TKILL || info->si_pid != getpid()) {
    atomic_fetch_add(&wrong, 1);
  }
  atomic_fetch_add(&hits[me], 1);
}

static void *body(void *argument) {
  me = (int)(long)argument;
  atomic_store(&tids[me], own_tid());
  while (!atomic_load(&stop)) {
    if (me % 2 == 0) {
      struct timespec pause_ = {0, 1000000};
      nanosleep(&pause_, NULL);
    }
  }
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  handle(SIGUSR1, on_signal, SA_RESTART);
  for (long i = 0; i < THREADS; i++) {
    threads[i] = start(body, (void *)i);
    while (atomic_load(&tids[i]) == 0) {
      sched_yield();
    }
  }
  for (int round = 1; round <= 5; round++) {
    for (int i = 0; i < THREADS; i++) {
      if (round % 2 == 0) {
        PT(pthread_kill(threads[i], SIGUSR1));
      } else {
        SYS(syscall(SYS_tgkill, getpid(), tids[i], SIGUSR1));
      }
      while (atomic_load(&hits[i]) != round) {
        sched_yield();
      }
    }
  }
  FAILS(syscall(SYS_tgkill, 1, tids[0], SIGUSR1), ESRCH);
  FAILS(syscall(SYS_tgkill, getpid(), tids[0], 99), EINVAL);
  atomic_store(&stop, 1);
  for (int i = 0; i < THREADS; i++) {
    join(threads[i]);
    step("thread %d was hit %d times", i, hits[i]);
  }
  CHECK(wrong == 0);
  return success();
}
