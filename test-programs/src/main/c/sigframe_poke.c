// A handler that came in the midst of many calls changes the saved instruction pointer, so that
// sigreturn goes on in another function; both make calls.
#include "program.h"
#include <sys/time.h>
#include <ucontext.h>

static volatile sig_atomic_t hijacks;
static volatile long work;
static void *stack_top;
static ucontext_t *resumed;

// Where sigreturn is made to go: makes calls of its own, then goes back to where the signal came.
static void elsewhere(void) {
  for (int i = 0; i < 20; i++) {
    work += getppid() > 0;
    work += write(9, "", 1);
  }
  raise(SIGUSR2);
}

static void hijack(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  ucontext_t *frame = context;
  static ucontext_t copy;
  copy = *frame;
  resumed = &copy;
  sigaddset(&frame->uc_sigmask, SIGALRM); // until it is back
  frame->uc_mcontext.gregs[REG_RIP] = (greg_t)elsewhere;
  frame->uc_mcontext.gregs[REG_RSP] = ((greg_t)stack_top & -16) - 8;
  hijacks++;
}

static void come_back(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  ucontext_t *frame = context;
  memcpy(frame->uc_mcontext.gregs, resumed->uc_mcontext.gregs, sizeof resumed->uc_mcontext.gregs);
  frame->uc_sigmask = resumed->uc_sigmask;
}

int main(void) {
  stack_top = (char *)SYS(mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                               -1, 0)) + 65536;
  struct sigaction action = {.sa_sigaction = hijack, .sa_flags = SA_SIGINFO | SA_RESTART};
  SYS(sigaction(SIGALRM, &action, NULL));
  action.sa_sigaction = come_back;
  SYS(sigaction(SIGUSR2, &action, NULL));
  SYS(dup2(SYS(open("/dev/null", O_WRONLY)), 9));
  struct itimerval timer = {{0, 1000}, {0, 1000}};
  SYS(setitimer(ITIMER_REAL, &timer, NULL));
  long calls = 0;
  while (hijacks < 200) {
    calls += getppid() > 0;
    calls += write(9, "", 1);
    struct timespec now;
    SYS(clock_gettime(CLOCK_MONOTONIC, &now));
  }
  SYS(setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL));
  CHECK(work == 40 * (long)hijacks || work == 40 * (long)(hijacks - 1));
  CHECK(calls % 2 == 0 && calls >= 2);
  step("200 signals went on elsewhere and came back");
  show("%ld calls", calls);
  return success();
}
