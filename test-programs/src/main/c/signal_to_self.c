// kill, raise, tgkill and sigqueue to oneself: sender, code and value; handled before they return.
#include "program.h"

static siginfo_t seen;
static volatile int hits;

static void on_signal(int signal UNUSED, siginfo_t *info, void *context UNUSED) {
  seen = *info;
  hits++;
}

int main(void) {
  handle(SIGUSR1, on_signal, 0);
  handle(SIGRTMIN + 3, on_signal, 0);
  SYS(kill(getpid(), SIGUSR1));
  CHECK(hits == 1 && seen.si_code == SI_USER && seen.si_pid == getpid());
  CHECK(seen.si_uid == getuid());
  step("kill: SI_USER");
  SYS(raise(SIGUSR1));
  CHECK(hits == 2 && seen.si_code == SI_TKILL);
  SYS(syscall(SYS_tgkill, getpid(), getpid(), SIGUSR1));
  CHECK(hits == 3 && seen.si_code == SI_TKILL);
  SYS(syscall(SYS_tkill, getpid(), SIGUSR1));
  CHECK(hits == 4);
  step("raise, tgkill, tkill: SI_TKILL");
  union sigval value = {.sival_int = 12345};
  SYS(sigqueue(getpid(), SIGRTMIN + 3, value));
  CHECK(hits == 5 && seen.si_code == SI_QUEUE && seen.si_value.sival_int == 12345);
  CHECK(seen.si_pid == getpid());
  step("sigqueue: SI_QUEUE with 12345");
  SYS(kill(0, 0));
  FAILS(kill(getpid(), 65), EINVAL);
  FAILS(kill(0x3ffffff, 0), ESRCH);
  step("signal 0 asks only, bad ones are refused");
  return success();
}
