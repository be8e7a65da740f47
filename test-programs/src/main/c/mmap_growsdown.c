// MAP_GROWSDOWN memory grows when touched below its start.
#include "program.h"

int main(void) {
  char *room = new_pages(600);
  SYS(munmap(room, 600 * PAGE));
  char *base = SYS(mmap(room + 590 * PAGE, PAGE, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN | MAP_FIXED, -1, 0));
  for (int i = 0; i < 20; i++) {
    volatile char *below = base - i * PAGE;
    CHECK(*below == 0);
    *below = i + 1;
  }
  for (int i = 0; i < 20; i++) {
    CHECK(base[-i * PAGE] == i + 1);
  }
  step("it grew by 19 pages");
  return success();
}
