// Timers of CPU time: ITIMER_VIRTUAL, ITIMER_PROF, a thread's clock; sleeping is not counted.
// links: -pthread -lrt
#include "threads.h"
#include <sys/time.h>

static atomic_int ticks;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  atomic_fetch_add(&ticks, 1);
}

static void compute_until(int count) {
  volatile long rounds = 0;
  while (atomic_load(&ticks) < count) {
    rounds++;
  }
}

static void *other(void *argument) {
  timer_t timer;
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
  SYS(timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &timer));
  struct itimerspec spec = {.it_value = {0, 20000000}};
  SYS(timer_settime(timer, 0, &spec, NULL));
  compute_until(1);
  SYS(timer_delete(timer));
  return argument;
}

static void try(int which, int signal) {
  struct itimerval timer = {.it_value = {0, 20000}, .it_interval = {0, 20000}};
  ticks = 0;
  handle(signal, on_tick, SA_RESTART);
  SYS(setitimer(which, &timer, NULL));
  sleep_ms(60);
  CHECK(ticks <= 1);
  compute_until(3);
  timer = (struct itimerval){0};
  SYS(setitimer(which, &timer, NULL));
}

int main(void) {
  try(ITIMER_VIRTUAL, SIGVTALRM);
  step("time in the program");
  try(ITIMER_PROF, SIGPROF);
  step("time in the program and the kernel");
  ticks = 0;
  handle(SIGUSR1, on_tick, SA_RESTART);
  join(start(other, NULL));
  step("time of a thread");
  pid_t child = SYS(fork());
  if (child == 0) {
    struct timespec start_, now;
    SYS(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start_));
    do {
      SYS(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now));
    } while (now.tv_sec == start_.tv_sec && now.tv_nsec - start_.tv_nsec < 30000000);
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  step("the clock goes on by computing");
  return success();
}
