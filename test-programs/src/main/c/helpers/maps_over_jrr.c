// Wants memory exactly where jrr has its own in every program.
#include "program.h"

int main(void) {
  step("before");
  void *wanted = (void *)0x70000000;
  void *mapped = mmap(wanted, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  CHECK(mapped == wanted);
  return success();
}
