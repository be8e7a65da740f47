// SIGSEGV inside handlers, three deep, and with the signal blocked, which ends the process.
// links: -pthread
#include "threads.h"
#include <ucontext.h>

static char log_[64];
static volatile char *hole;

static void mend(void *context, char c) {
  log_[strlen(log_)] = c;
  /* Lets the store go to memory that is there. */
  ((ucontext_t *)context)->uc_mcontext.gregs[REG_RAX] = (greg_t)&log_[60];
}

static void store(void) {
  __asm__ volatile("movb $0, (%%rax)" : : "a"(hole) : "memory");
}

static void on_fault(int signal UNUSED, siginfo_t *info, void *context) {
  CHECK(info->si_addr == hole && info->si_code == SEGV_MAPERR);
  if (strlen(log_) < 6) {
    log_[strlen(log_)] = '(';
    store();
    log_[strlen(log_)] = ')';
  }
  mend(context, 'm');
}

static void on_usr1(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  log_[strlen(log_)] = 'u';
  store();
  log_[strlen(log_)] = 'U';
}

int main(void) {
  hole = new_pages(4);
  SYS(munmap((void *)hole, 4 * PAGE));
  handle(SIGSEGV, on_fault, SA_NODEFER);
  handle(SIGUSR1, on_usr1, 0);
  SYS(raise(SIGUSR1));
  step("%s", log_);
  pid_t child = SYS(fork());
  if (child == 0) {
    /* Without SA_NODEFER the fault in the handler comes while the signal is blocked. */
    handle(SIGSEGV, on_fault, 0);
    memset(log_, 0, sizeof log_);
    store();
    _exit(1);
  }
  EXPECT_SIGNALLED(child, SIGSEGV);
  child = SYS(fork());
  if (child == 0) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGSEGV);
    SYS(sigprocmask(SIG_BLOCK, &set, NULL));
    store();
    _exit(1);
  }
  EXPECT_SIGNALLED(child, SIGSEGV);
  child = SYS(fork());
  if (child == 0) {
    /* A handler that cannot be given a frame: the kernel raises SIGSEGV instead. */
    signal(SIGSEGV, SIG_DFL);
    stack_t stack = {.ss_sp = (void *)hole, .ss_size = 4 * PAGE};
    SYS(sigaltstack(&stack, NULL));
    handle(SIGUSR1, on_usr1, SA_ONSTACK);
    raise(SIGUSR1);
    _exit(1);
  }
  EXPECT_SIGNALLED(child, SIGSEGV);
  step("three ways to die of it");
  return success();
}
