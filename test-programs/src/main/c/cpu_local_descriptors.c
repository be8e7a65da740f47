// A segment of the local descriptor table is used, by a child too; where there may be none the
// program is told so.
#include "program.h"
#include <asm/ldt.h>

enum { READ = 0, WRITE = 17, SELECTOR = 7, ROUNDS = 20 };

static int load(unsigned short selector, const int *place) {
  int value;
  __asm__ volatile("mov %1, %%gs; movl %%gs:(%2), %0; mov %3, %%gs"
                   : "=r"(value)
                   : "r"(selector), "r"(place), "r"((unsigned short)0));
  return value;
}

static void use(void) {
  for (int i = 0; i < ROUNDS; i++) {
    SYS(getppid());
    CHECK(load(SELECTOR, (int *)8) == 33);
  }
}

int main(void) {
  int *low = SYS(mmap((void *)0x10000000, PAGE, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0));
  low[2] = 33;
  struct user_desc segment = {.base_addr = 0x10000000, .limit = PAGE - 1, .seg_32bit = 1, .useable = 1};
  int result = (int)syscall(SYS_modify_ldt, WRITE, &segment, sizeof segment);
  char table[64];
  int length = (int)syscall(SYS_modify_ldt, READ, table, sizeof table);
  if (result < 0) {
    show("no local descriptors");
    step("they are used, or refused");
    return success();
  }
  CHECK(length > 0);
  use();
  pid_t child = SYS(fork());
  if (child == 0) {
    use();
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  step("they are used, or refused");
  return success();
}
