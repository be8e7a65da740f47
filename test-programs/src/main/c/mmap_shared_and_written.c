// One file is mapped shared, others are not: what is written to each by many calls is where it
// belongs, through descriptors that were open before, are opened now, or cut it short.
#include "program.h"

static void fill(int fd, char byte) {
  for (int i = 0; i < 50; i++) {
    CHECK(pwrite(fd, &byte, 1, i) == 1);
  }
}

static void expect(const char *map, char byte) {
  for (int i = 0; i < 50; i++) {
    CHECK(map[i] == byte);
  }
}

int main(void) {
  int fd = SYS(open("mapped", O_RDWR | O_CREAT, 0600));
  int other = SYS(open("other", O_RDWR | O_CREAT, 0600));
  SYS(ftruncate(fd, 2 * PAGE));
  fill(fd, 'a');
  fill(other, 'a');
  const char *map = SYS(mmap(NULL, 2 * PAGE, PROT_READ, MAP_SHARED, fd, 0));
  expect(map, 'a');
  fill(fd, 'b');
  fill(other, 'b');
  expect(map, 'b');
  step("through the descriptor that was open before");
  int second = SYS(open("mapped", O_RDWR));
  fill(second, 'c');
  expect(map, 'c');
  char byte;
  for (int i = 0; i < 50; i++) {
    CHECK(pread(second, &byte, 1, i) == 1 && byte == 'c');
  }
  step("through one that was opened since");
  SYS(close(second));
  int unlike = SYS(open("other", O_RDWR));
  CHECK(unlike == second);
  fill(unlike, 'd');
  expect(map, 'c');
  SYS(close(unlike));
  second = SYS(open("mapped", O_RDWR));
  CHECK(unlike == second);
  fill(second, 'e');
  expect(map, 'e');
  step("the same number is one file, then another");
  pid_t child = SYS(fork());
  if (child == 0) {
    fill(second, 'f');
    expect(map, 'f');
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  expect(map, 'f');
  step("by a child");
  for (int i = 0; i < 5; i++) {
    int cut = SYS(open("mapped", O_RDWR | O_TRUNC));
    SYS(ftruncate(cut, 2 * PAGE));
    CHECK(map[0] == 0 && map[PAGE] == 0);
    fill(cut, (char)('g' + i));
    expect(map, (char)('g' + i));
    SYS(close(cut));
  }
  step("cut to nothing and written again");
  return success();
}
