// A child's stores to shared memory are there after it has been waited for, page by page.
#include "program.h"

int main(void) {
  unsigned char *shared = SYS(mmap(NULL, 64 * PAGE, PROT_READ | PROT_WRITE,
                                   MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  for (int round = 0; round < 4; round++) {
    pid_t child = SYS(fork());
    if (child == 0) {
      for (long i = round; i < 64 * PAGE; i += 4) {
        shared[i] += pattern(i);
      }
      _exit(0);
    }
    EXPECT_EXIT(child, 0);
  }
  for (long i = 0; i < 64 * PAGE; i++) {
    CHECK(shared[i] == pattern(i));
  }
  step("four children filled the memory");
  SYS(munmap(shared, 64 * PAGE));
  return success();
}
