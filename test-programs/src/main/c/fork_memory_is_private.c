// After fork, private memory is a copy on both sides and open files share their offset.
#include "program.h"

static int global = 1;

int main(void) {
  int local = 2;
  int *heap = malloc(sizeof *heap);
  *heap = 3;
  char *map = new_pages(100);
  memset(map, 'm', 100 * PAGE);
  write_file("f", "abcdef", 6);
  int fd = SYS(open("f", O_RDONLY));
  pid_t child = SYS(fork());
  if (child == 0) {
    CHECK(global == 1 && local == 2 && *heap == 3 && map[50 * PAGE] == 'm');
    global = local = *heap = 10;
    memset(map, 'c', 100 * PAGE);
    char c;
    CHECK(read(fd, &c, 1) == 1 && c == 'a');
    SYS(munmap(map, 100 * PAGE));
    _exit(global + local + *heap);
  }
  EXPECT_EXIT(child, 30);
  CHECK(global == 1 && local == 2 && *heap == 3);
  for (long i = 0; i < 100 * PAGE; i += 1000) {
    CHECK(map[i] == 'm');
  }
  step("the parent's memory is untouched");
  char c;
  CHECK(read(fd, &c, 1) == 1 && c == 'b');
  step("the offset moved with the child's read");
  return success();
}
