// Two processes compute under timers of their own; the samples of both are exact.
// cflags: -O2
#include "async.h"

enum { ROUNDS = 150000000 };

static volatile long counter;
static int who;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample(who == 0 ? "parent" : "child", counter, context);
}

static uint64_t compute(void) {
  uint64_t state = who + 1;
  start_ticks(4000, on_tick, 0);
  for (long i = 0; i < ROUNDS; i++) {
    state = mix(state);
    counter++;
  }
  stop_ticks();
  return state;
}

int main(void) {
  pid_t child = SYS(fork());
  if (child == 0) {
    who = 1;
    _exit((int)(compute() & 63));
  }
  uint64_t state = compute();
  int status;
  CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status));
  step("the parent computed %016lx, the child ended with %d", (unsigned long)state,
       WEXITSTATUS(status));
  return success();
}
