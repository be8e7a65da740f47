// siginfo of SIGSEGV for reads, writes, execution and a protected page; error bits in the frame.
// cflags: -O0
#include "program.h"
#include <setjmp.h>
#include <ucontext.h>

static sigjmp_buf escape;
static siginfo_t seen;
static greg_t error_bits, fault_address;

static void on_fault(int signal UNUSED, siginfo_t *info, void *context) {
  seen = *info;
  error_bits = ((ucontext_t *)context)->uc_mcontext.gregs[REG_ERR];
  fault_address = ((ucontext_t *)context)->uc_mcontext.gregs[REG_CR2];
  siglongjmp(escape, 1);
}

#define FAULT(action)                            \
  do {                                           \
    if (sigsetjmp(escape, 1) == 0) {             \
      action;                                    \
      CHECK(!"no fault by " #action);            \
    }                                            \
  } while (0)

int main(void) {
  handle(SIGSEGV, on_fault, 0);
  volatile char *none = (volatile char *)0x1234;
  FAULT((void)*none);
  CHECK(seen.si_signo == SIGSEGV && seen.si_code == SEGV_MAPERR && seen.si_addr == none);
  CHECK((error_bits & 7) == 4 && fault_address == 0x1234);
  step("a read of unmapped memory");
  FAULT(*none = 1);
  CHECK(seen.si_code == SEGV_MAPERR && (error_bits & 7) == 6);
  step("a write to unmapped memory");
  char *page = new_pages(1);
  page[0] = 1;
  SYS(mprotect(page, PAGE, PROT_READ));
  FAULT(page[100] = 1);
  CHECK(seen.si_code == SEGV_ACCERR && seen.si_addr == page + 100 && (error_bits & 7) == 7);
  step("a write to a read-only page");
  FAULT(((void (*)(void))page)());
  CHECK(seen.si_code == SEGV_ACCERR && seen.si_addr == page && (error_bits & 16) == 16);
  step("executing a page with no execute right");
  volatile char *wild = (volatile char *)0x8000000000000000;
  FAULT((void)*wild);
  CHECK(seen.si_code == SI_KERNEL && seen.si_addr == NULL);
  step("a non-canonical address has no fault address");
  return success();
}
