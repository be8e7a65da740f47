// Real-time signals queued by another process: all arrive, lower numbers first, each in its order.
#include "threads.h"

enum { EACH = 40 };

static volatile int order[4 * EACH], count;

static void on_signal(int signal, siginfo_t *info, void *context UNUSED) {
  CHECK(info->si_code == SI_QUEUE);
  order[count++] = (signal - SIGRTMIN) * 1000 + info->si_value.sival_int;
}

int main(void) {
  sigset_t set, old;
  sigemptyset(&set);
  for (int i = 0; i < 4; i++) {
    struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO};
    sigfillset(&action.sa_mask);
    SYS(sigaction(SIGRTMIN + i, &action, NULL));
    sigaddset(&set, SIGRTMIN + i);
  }
  SYS(sigprocmask(SIG_BLOCK, &set, &old));
  pid_t parent = getpid(), child = SYS(fork());
  if (child == 0) {
    for (int i = 0; i < EACH; i++) {
      for (int k = 3; k >= 0; k--) {
        SYS(sigqueue(parent, SIGRTMIN + k, (union sigval){.sival_int = i}));
      }
    }
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  CHECK(count == 0);
  SYS(sigprocmask(SIG_SETMASK, &old, NULL));
  CHECK(count == 4 * EACH);
  /* sa_mask keeps each handler alone, so that the order of taking is the order of running. */
  for (int i = 0; i < count; i++) {
    CHECK(order[i] == i / EACH * 1000 + i % EACH);
  }
  step("%d signals in the order of the kernel", count);
  return success();
}
