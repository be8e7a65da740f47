// Handlers that leave by siglongjmp out of a loop of calls, and out of a call that waits.
#include "program.h"
#include <setjmp.h>
#include <sys/time.h>

static sigjmp_buf out;
static volatile sig_atomic_t signals;

static void leave(int signal UNUSED) {
  signals++;
  siglongjmp(out, 1);
}

int main(void) {
  SYS(signal(SIGALRM, leave) == SIG_ERR ? -1 : 0);
  int ends[2];
  SYS(pipe(ends));
  struct itimerval timer = {{0, 1000}, {0, 1000}};
  volatile long calls = 0;
  volatile int rounds = 0;
  if (sigsetjmp(out, 1) == 0) {
    SYS(setitimer(ITIMER_REAL, &timer, NULL)); // not before there is a place to jump to
  }
  /* Where a handler takes longer than the timer, there may be no call between two signals. */
  while (signals < 300 || calls <= 300) {
    calls += getppid() > 0;
    calls += lseek(ends[0], 0, SEEK_CUR) == -1;
    if (++rounds % 5000 == 0) {
      char byte;
      CHECK(read(ends[0], &byte, 1) == 99); // waits until a signal comes
    }
  }
  SYS(setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL));
  CHECK(calls > 300 && signals >= 300);
  step("300 signals left by siglongjmp");
  show("%ld calls, %d rounds", calls, rounds);
  return success();
}
