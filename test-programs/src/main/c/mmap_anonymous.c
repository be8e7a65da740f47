// Anonymous private memory: zeros, sizes, hints, MAP_FIXED over, MAP_FIXED_NOREPLACE, MAP_POPULATE.
#include "program.h"

int main(void) {
  unsigned char *a = new_pages(10);
  for (long i = 0; i < 10 * PAGE; i++) {
    CHECK(a[i] == 0);
  }
  show("mapped at %p", (void *)a);
  memset(a, 1, 10 * PAGE);
  void *b = SYS(mmap(a + 3 * PAGE, 2 * PAGE, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
  CHECK(b == a + 3 * PAGE && a[3 * PAGE] == 0 && a[5 * PAGE - 1] == 0);
  CHECK(a[3 * PAGE - 1] == 1 && a[5 * PAGE] == 1);
  step("MAP_FIXED replaced two pages in the middle");
  FAILS(mmap(a, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0), EEXIST);
  FAILS(mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), EINVAL);
  FAILS(mmap(a + 1, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0), EINVAL);
  FAILS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, 99, 0), EBADF);
  FAILS(mmap(NULL, 1UL << 60, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), ENOMEM);
  step("bad mappings are refused");
  SYS(munmap(a, 10 * PAGE));
  SYS(munmap(a, 10 * PAGE));
  unsigned char *c = SYS(mmap(NULL, 100 * PAGE, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE | MAP_NORESERVE, -1, 0));
  c[99 * PAGE] = 7;
  unsigned char *low = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0));
  CHECK((uintptr_t)low < 1UL << 32);
  low[0] = 3;
  step("MAP_POPULATE, MAP_NORESERVE and MAP_32BIT");
  return success();
}
