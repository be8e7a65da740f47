// For a debugger: computes for ever, until its timer sends the signal that is its argument.
// cflags: -O1
#include "program.h"

volatile long rounds;

static __attribute__((noinline)) void hangs(void) {
  for (;;) {
    rounds++;
  }
}

int main(int count, char **arguments) {
  CHECK(count == 2);
  timer_t timer;
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = atoi(arguments[1])};
  struct itimerspec time = {.it_value.tv_nsec = 50000000};
  SYS(timer_create(CLOCK_MONOTONIC, &event, &timer));
  SYS(timer_settime(timer, 0, &time, NULL));
  hangs();
}
