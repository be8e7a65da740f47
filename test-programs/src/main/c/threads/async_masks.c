// While ticks come that wait for their handler: the mask is the program's own wherever it shows, in
// frames of other signals, to calls, and in children.
#include "async.h"

enum { ROUNDS = 60, FAULTS = 5, WORK = 120000 };

static volatile char *page;
static volatile int faults;

/* The mask may hold SIGSEGV alone, and that only where its handler was interrupted. */
static void check_mask(const sigset_t *mask, int segv) {
  for (int signal = 1; signal < 32; signal++) {
    CHECK(!sigismember(mask, signal) || (signal == SIGSEGV && segv));
  }
}

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  check_mask(&((ucontext_t *)context)->uc_sigmask, 1);
  sample("faults", faults, context);
}

static uint64_t compute(uint64_t state) {
  for (int i = 0; i < WORK; i++) {
    state = mix(state);
  }
  return state;
}

static void on_fault(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  check_mask(&((ucontext_t *)context)->uc_sigmask, 0);
  sigset_t mask;
  SYS(sigprocmask(SIG_BLOCK, NULL, &mask));
  CHECK(sigismember(&mask, SIGSEGV));
  check_mask(&mask, 1);
  faults++;
  SYS(mprotect((void *)page, PAGE, PROT_READ | PROT_WRITE));
}

static void check_own_mask(void) {
  sigset_t mask;
  SYS(sigprocmask(SIG_BLOCK, NULL, &mask));
  check_mask(&mask, 0);
}

static void fork_child(uint64_t state) {
  pid_t child = SYS(fork());
  if (child == 0) {
    check_own_mask();
    _exit(compute(state) == 0);
  }
  int status;
  while (waitpid(child, &status, 0) < 0) {
    CHECK(errno == EINTR);
  }
  CHECK(status == 0);
}

int main(void) {
  page = SYS(mmap(NULL, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  handle(SIGSEGV, on_fault, 0);
  start_ticks(300, on_tick, 0);
  uint64_t state = 1;
  for (int round = 0; round < ROUNDS; round++) {
    for (int fault = 0; fault < FAULTS; fault++) {
      state = compute(state);
      SYS(mprotect((void *)page, PAGE, PROT_NONE));
      state = compute(state);
      *page = 1;
    }
    state = compute(state);
    check_own_mask();
    if (round % 16 == 0) {
      fork_child(state);
    }
  }
  stop_ticks();
  step("%d faults, state %016lx", faults, (unsigned long)state);
  return success();
}
