// rt_tgsigqueueinfo to oneself with what else only the kernel tells: faults, traps, ptrace's stops.
#include "program.h"

#define OFTEN 40

/* SIGTRAP's code at a stop for ptrace's event NUMBER, and at one for a call. */
#define EVENT(number) ((number) << 8 | SIGTRAP)
#define CALL_STOP (SIGTRAP | 0x80)

static siginfo_t seen;
static volatile int hits;

static void on_signal(int signal UNUSED, siginfo_t *info, void *context UNUSED) {
  seen = *info;
  hits++;
}

static const struct {
  int signal, code;
} forged[] = {
  {SIGSEGV, SEGV_MAPERR}, {SIGSEGV, SEGV_ACCERR}, {SIGSEGV, SI_KERNEL}, {SIGBUS, BUS_ADRERR},
  {SIGBUS, BUS_ADRALN},   {SIGFPE, FPE_INTDIV},   {SIGILL, ILL_ILLOPN}, {SIGTRAP, TRAP_BRKPT},
  {SIGTRAP, TRAP_TRACE},  {SIGTRAP, 4},           {SIGTRAP, SI_KERNEL}, {SIGTRAP, CALL_STOP},
  {SIGTRAP, EVENT(1)},    {SIGTRAP, EVENT(3)},    {SIGTRAP, EVENT(4)},  {SIGTRAP, EVENT(6)},
  {SIGTRAP, EVENT(7)},    {SIGTRAP, EVENT(128)},  {SIGSYS, 1},          {SIGSYS, 2},
  {SIGALRM, SI_KERNEL},   {SIGALRM, SI_TIMER},    {SIGCHLD, CLD_EXITED}, {SIGUSR1, SI_KERNEL},
};

static void forge(int signal, int code, void *address) {
  siginfo_t info;
  memset(&info, 0, sizeof info);
  info.si_code = code;
  info.si_addr = address;
  SYS(syscall(SYS_rt_tgsigqueueinfo, getpid(), gettid(), signal, &info));
}

static void check(unsigned i, void *address, int expected) {
  CHECK(hits == expected);
  CHECK(seen.si_signo == forged[i].signal && seen.si_code == forged[i].code);
  CHECK(seen.si_addr == address);
}

int main(void) {
  int expected = 0;
  for (unsigned i = 0; i < COUNT(forged); i++) {
    handle(forged[i].signal, on_signal, 0);
  }
  for (unsigned i = 0; i < COUNT(forged); i++) {
    void *address = (void *)(0x123450L + i);
    forge(forged[i].signal, forged[i].code, address);
    check(i, address, ++expected);
  }
  step("%u come with what they were sent with", (unsigned)COUNT(forged));
  sigset_t all, before;
  sigfillset(&all);
  for (int round = 0; round < OFTEN; round++) {
    for (unsigned i = 0; i < COUNT(forged); i++) {
      SYS(sigprocmask(SIG_SETMASK, &all, &before));
      void *address = (void *)(0x678900L + i + round);
      forge(forged[i].signal, forged[i].code, address);
      CHECK(hits == expected);
      SYS(sigprocmask(SIG_SETMASK, &before, NULL));
      check(i, address, ++expected);
    }
  }
  step("and %u times when they are unblocked", OFTEN);
  return success();
}
