// For a debugger: one thread computes for ever and another waits, until a timer sends the signal that
// is the argument.
// cflags: -O1
// links: -pthread
#include "../threads/threads.h"

volatile long rounds;
static atomic_int waiter;

static void *waits(void *argument UNUSED) {
  atomic_store(&waiter, own_tid());
  for (;;) {
    pause();
  }
  return NULL;
}

static __attribute__((noinline)) void hangs(void) {
  for (;;) {
    rounds++;
  }
}

int main(int count, char **arguments) {
  CHECK(count == 2);
  start(waits, NULL);
  wait_until_thread_sleeps(&waiter);
  timer_t timer;
  struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = atoi(arguments[1])};
  event._sigev_un._tid = own_tid();
  struct itimerspec time = {.it_value.tv_nsec = 50000000};
  SYS(timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &timer)); /* so that it gets there */
  SYS(timer_settime(timer, 0, &time, NULL));
  hangs();
}
