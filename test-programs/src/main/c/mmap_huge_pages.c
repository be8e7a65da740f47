// Huge pages: less than one is asked for, and the whole page is there. (Where the machine has none
// the call fails.)
#include "program.h"

#define HUGE_PAGE (2L << 20)
#define TWO_MB (MAP_HUGETLB | 21 << 26)

static void fill(int flags) {
  char *a = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | TWO_MB | flags, -1, 0);
  if (a == MAP_FAILED) {
    CHECK(errno == ENOMEM || errno == EINVAL);
    show("no huge pages");
    return;
  }
  memset(a, 'a', HUGE_PAGE);
  for (int i = 0; i < 10; i++) SYS(getppid());
  CHECK(a[0] == 'a' && a[HUGE_PAGE - 1] == 'a');
  if ((flags & MAP_SHARED) != 0) {
    pid_t child = SYS(fork());
    if (child == 0) {
      a[HUGE_PAGE - 1] = 'c';
      _exit(0);
    }
    EXPECT_EXIT(child, 0);
    CHECK(a[HUGE_PAGE - 1] == 'c');
  }
  FAILS(munmap(a, PAGE), EINVAL);
  SYS(munmap(a, HUGE_PAGE));
}

int main(void) {
  fill(MAP_PRIVATE);
  step("private memory");
  fill(MAP_SHARED);
  step("shared memory");
  return success();
}
