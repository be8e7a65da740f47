// mprotect and a SIGSEGV handler that gives access page by page, as a collector would.
#include "program.h"

static char *heap;
static volatile int faults;

static void on_fault(int signal UNUSED, siginfo_t *info, void *context UNUSED) {
  char *address = info->si_addr;
  CHECK(info->si_code == SEGV_ACCERR && address >= heap && address < heap + 64 * PAGE);
  faults++;
  SYS(mprotect((void *)((uintptr_t)address & -PAGE), PAGE, PROT_READ | PROT_WRITE));
}

int main(void) {
  handle(SIGSEGV, on_fault, 0);
  heap = SYS(mmap(NULL, 64 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  for (int i = 0; i < 64; i++) {
    heap[i * PAGE + i] = i;
  }
  CHECK(faults == 64);
  step("64 pages gave 64 faults");
  SYS(mprotect(heap, 64 * PAGE, PROT_READ));
  int sum = 0;
  for (int i = 0; i < 64; i++) {
    sum += heap[i * PAGE + i];
  }
  CHECK(sum == 2016 && faults == 64);
  for (int i = 0; i < 64; i += 2) {
    heap[i * PAGE] = 1;
    heap[i * PAGE + 1] = 1;
  }
  CHECK(faults == 96);
  step("writes to 32 of them gave 32 more");
  FAILS(mprotect(heap + 1, PAGE, PROT_READ), EINVAL);
  SYS(munmap(heap + 10 * PAGE, PAGE));
  FAILS(mprotect(heap, 64 * PAGE, PROT_READ), ENOMEM);
  step("mprotect over a hole fails with ENOMEM");
  return success();
}
