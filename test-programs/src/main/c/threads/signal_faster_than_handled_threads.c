// A timer's signals come faster than a recorder gets through their handler, in a process of several
// threads, of which any may take them: all get on, with calls, by making threads, and computing.
#include "threads.h"
#include <sys/time.h>

enum { INTERVAL_US = 500, CALLS_OF_HANDLER = 120, CALLS = 60, COMPUTING = 20000000, WORKERS = 2 };

static atomic_int ticks;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  int saved = errno;
  for (int i = 0; i < CALLS_OF_HANDLER; i++) {
    CHECK(syscall(SYS_close, -1) == -1 && errno == EBADF);
  }
  errno = saved;
  atomic_fetch_add(&ticks, 1);
}

static void *mask_of_thread(void *to) {
  CHECK(pthread_sigmask(SIG_BLOCK, NULL, to) == 0);
  return NULL;
}

static void *get_on(void *sum) {
  long whole = 0;
  for (int i = 0; i < CALLS || ticks < 3; i++) {
    whole += syscall(SYS_getppid) > 0;
    whole -= syscall(SYS_lseek, -1, 0L, SEEK_SET) == -1;
  }
  CHECK(whole == 0);
  sigset_t mask;
  pthread_t thread = start(mask_of_thread, &mask); // not made while a signal is pending
  CHECK(join(thread) == NULL && !sigismember(&mask, SIGALRM));
  volatile long *computed = sum;
  for (int i = 0; i < COMPUTING; i++) {
    *computed += i;
  }
  return NULL;
}

int main(void) {
  long sums[WORKERS + 1] = {0};
  pthread_t threads[WORKERS];
  handle(SIGALRM, on_tick, SA_RESTART);
  SYS(setitimer(ITIMER_REAL, &(struct itimerval){{0, INTERVAL_US}, {0, INTERVAL_US}}, NULL));
  for (int i = 0; i < WORKERS; i++) {
    threads[i] = start(get_on, &sums[i]);
  }
  get_on(&sums[WORKERS]);
  for (int i = 0; i < WORKERS; i++) {
    join(threads[i]);
  }
  SYS(setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL));
  for (int i = 0; i <= WORKERS; i++) {
    step("computed %ld", sums[i]);
  }
  show("%d ticks", ticks);
  return success();
}
