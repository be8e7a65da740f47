// cflags: -static
// A static program: time without a vDSO loader's help, memory, files, a child.
#include "program.h"
#include <sys/time.h>

int main(void) {
  struct timespec a, b;
  SYS(clock_gettime(CLOCK_MONOTONIC, &a));
  SYS(clock_gettime(CLOCK_MONOTONIC, &b));
  CHECK(b.tv_sec > a.tv_sec || (b.tv_sec == a.tv_sec && b.tv_nsec >= a.tv_nsec));
  show("monotonic %ld.%09ld", (long)b.tv_sec, b.tv_nsec);
  step("the clock does not go back");
  char *heap = malloc(10000000);
  memset(heap, 'x', 10000000);
  free(heap);
  pid_t child = SYS(fork());
  if (child == 0) {
    _exit(8);
  }
  EXPECT_EXIT(child, 8);
  step("memory and a child");
  return success();
}
