// Computes and looks at the flags until its timer has ticked some times; for a debugger.
// cflags: -g -O1
#include "program.h"
#include <sys/time.h>

enum { TICKS = 12, TF = 0x100 };

static volatile long counter, ticks, seen, at[TICKS];

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  if (ticks < TICKS) {
    at[ticks++] = counter;
  }
}

static void compute(void) {
  while (ticks < TICKS) {
    long image;
    __asm__ volatile("pushfq\n pop %0" : "=r"(image) : : "memory");
    seen |= image;
    counter++;
  }
}

int main(void) {
  handle(SIGALRM, on_tick, 0);
  struct itimerval timer = {.it_value = {0, 3000}, .it_interval = {0, 3000}};
  SYS(setitimer(ITIMER_REAL, &timer, NULL));
  compute();
  timer.it_value.tv_usec = 0;
  SYS(setitimer(ITIMER_REAL, &timer, NULL));
  CHECK((seen & TF) == 0);
  for (int i = 0; i < TICKS; i++) {
    printf("tick %d at %ld\n", i, at[i]);
  }
  return success();
}
