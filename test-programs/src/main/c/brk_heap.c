// brk and sbrk: growing, zeros, shrinking, growing again gives zeros, refusal.
#include "program.h"

int main(void) {
  char *start = sbrk(0);
  show("break at %p", (void *)start);
  CHECK(sbrk(10 * PAGE) == start);
  for (int i = 0; i < 10 * PAGE; i++) {
    CHECK(start[i] == 0);
  }
  memset(start, 'h', 10 * PAGE);
  CHECK(sbrk(0) == start + 10 * PAGE);
  step("the heap grew by ten pages of zeros");
  SYS(brk(start + 5 * PAGE + 100));
  SYS(brk(start + 10 * PAGE));
  CHECK(start[5 * PAGE] == 'h');
  CHECK(start[6 * PAGE] == 0 && start[9 * PAGE] == 0);
  step("shrunk and grown again: zeros from the next whole page");
  FAILS(brk((void *)(1UL << 60)), ENOMEM);
  CHECK(syscall(SYS_brk, 0) == (long)(start + 10 * PAGE));
  step("an impossible break is refused");
  pid_t child = SYS(fork());
  if (child == 0) {
    SYS(sbrk(PAGE));
    start[10 * PAGE] = 'c';
    _exit(start[0] == 'h' ? 0 : 1);
  }
  EXPECT_EXIT(child, 0);
  CHECK(sbrk(0) == start + 10 * PAGE);
  step("a child's break is its own");
  return success();
}
