// Faults that handlers resolve, thousands of them, under a timer whose handler faults as well.
// cflags: -O2
#include "async.h"

enum { FAULTS = 2000, PAGES = 64 };

static unsigned char *memory;
static volatile long faults, ticks_that_faulted;
static volatile long counter;

/* Opens the page that was touched; the store is made again when the handler returns. */
static void on_fault(int signal UNUSED, siginfo_t *info, void *context UNUSED) {
  unsigned char *page = (unsigned char *)((uintptr_t)info->si_addr & ~(PAGE - 1));
  CHECK(page >= memory && page < memory + PAGES * PAGE);
  SYS(mprotect(page, PAGE, PROT_READ | PROT_WRITE));
  __atomic_fetch_add(&faults, 1, __ATOMIC_RELAXED); // a tick may come, and fault, in here
}

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("counter", counter, context);
  volatile unsigned char *own = memory + (PAGES - 1) * PAGE;
  SYS(mprotect((void *)own, PAGE, PROT_NONE));
  own[1]++;
  ticks_that_faulted++;
}

int main(void) {
  memory = SYS(mmap(NULL, PAGES * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  handle(SIGSEGV, on_fault, SA_NODEFER);
  start_ticks(1000, on_tick, 0);
  uint64_t state = 1;
  long own_faults = 0;
  for (int i = 0; i < FAULTS; i++) {
    unsigned char *page = memory + i % (PAGES - 1) * PAGE;
    SYS(mprotect(page, PAGE, PROT_NONE));
    for (int k = 0; k < 20000; k++) {
      state = mix(state);
      counter++;
    }
    page[state % PAGE] += 1;
    own_faults++;
  }
  stop_ticks();
  CHECK(faults == own_faults + ticks_that_faulted && ticks_that_faulted == samples);
  long sum = 0;
  for (long i = 0; i < (PAGES - 1) * PAGE; i++) {
    sum += memory[i];
  }
  step("%ld faults in the program, bytes add up to %ld, state %016lx", own_faults, sum,
       (unsigned long)state);
  return success();
}
