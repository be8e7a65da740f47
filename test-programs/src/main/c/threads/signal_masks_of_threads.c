// A signal to the process goes to a thread that does not block it; when all do, it waits.
// links: -pthread
#include "threads.h"

static atomic_int taker, ready, stop;

static void on_signal(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  atomic_store(&taker, own_tid());
}

static void set_mask(int how) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  PT(pthread_sigmask(how, &set, NULL));
}

static void *body(void *argument UNUSED) {
  set_mask(SIG_UNBLOCK);
  atomic_store(&ready, own_tid());
  while (!atomic_load(&stop)) {
    sleep_ms(1);
  }
  return NULL;
}

int main(void) {
  handle(SIGUSR1, on_signal, SA_RESTART);
  set_mask(SIG_BLOCK);
  for (int i = 0; i < 6; i++) {
    atomic_store(&stop, 0);
    atomic_store(&ready, 0);
    atomic_store(&taker, 0);
    pthread_t thread = start(body, NULL);
    while (atomic_load(&ready) == 0) {
      sched_yield();
    }
    SYS(kill(getpid(), SIGUSR1));
    while (atomic_load(&taker) == 0) {
      sched_yield();
    }
    CHECK(atomic_load(&taker) == atomic_load(&ready));
    atomic_store(&stop, 1);
    join(thread);
  }
  step("six signals went to the thread that wants them");
  atomic_store(&taker, 0);
  SYS(kill(getpid(), SIGUSR1));
  sigset_t pending;
  SYS(sigpending(&pending));
  CHECK(sigismember(&pending, SIGUSR1) && atomic_load(&taker) == 0);
  atomic_store(&stop, 1);
  pthread_t thread = start(body, NULL);
  join(thread);
  CHECK(atomic_load(&taker) != 0 && atomic_load(&taker) != getpid());
  step("a pending one is taken by a thread that comes later");
  SYS(pthread_kill(pthread_self(), SIGUSR1));
  atomic_store(&taker, 0);
  join(start(body, NULL));
  CHECK(atomic_load(&taker) == 0);
  set_mask(SIG_UNBLOCK);
  CHECK(atomic_load(&taker) == getpid());
  step("a thread's own waits for that thread");
  return success();
}
