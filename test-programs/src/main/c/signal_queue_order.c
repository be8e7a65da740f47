// Blocked signals: ordinary ones merge, real-time ones queue in order, lower numbers first.
#include "program.h"

static char order[64];
static int length;

static void on_signal(int signal, siginfo_t *info, void *context UNUSED) {
  length += snprintf(order + length, sizeof order - length, "%d:%d ", signal - SIGRTMIN,
                     info->si_value.sival_int);
}

static void on_plain(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  length += snprintf(order + length, sizeof order - length, "plain ");
}

int main(void) {
  sigset_t all, old, pending;
  sigfillset(&all);
  for (int i = 0; i < 3; i++) {
    /* Each handler blocks the others, so that they run one after the other. */
    struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO, .sa_mask = all};
    SYS(sigaction(SIGRTMIN + i, &action, NULL));
  }
  struct sigaction plain = {.sa_sigaction = on_plain, .sa_flags = SA_SIGINFO, .sa_mask = all};
  SYS(sigaction(SIGUSR2, &plain, NULL));
  SYS(sigprocmask(SIG_BLOCK, &all, &old));
  int sent[][2] = {{2, 1}, {1, 2}, {2, 3}, {0, 4}, {1, 5}};
  for (size_t i = 0; i < COUNT(sent); i++) {
    SYS(sigqueue(getpid(), SIGRTMIN + sent[i][0], (union sigval){.sival_int = sent[i][1]}));
    SYS(kill(getpid(), SIGUSR2));
  }
  SYS(sigpending(&pending));
  CHECK(sigismember(&pending, SIGRTMIN) && sigismember(&pending, SIGUSR2));
  CHECK(!sigismember(&pending, SIGUSR1));
  CHECK(length == 0);
  SYS(sigprocmask(SIG_SETMASK, &old, NULL));
  step("order: %s", order);
  SYS(sigpending(&pending));
  CHECK(!sigismember(&pending, SIGRTMIN));
  return success();
}
