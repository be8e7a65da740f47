// A file that rests is mapped privately so often that it is done without a stop; what is mapped is
// the file as it is then, also when it was changed, replaced or cut since the last time.
#include "program.h"

enum { ROUNDS = 20 };

static void fill(const char *name, char with, long pages) {
  static char page[PAGE];
  int fd = SYS(open(name, O_WRONLY | O_CREAT | O_TRUNC, 0700));
  memset(page, with, PAGE);
  for (long i = 0; i < pages; i++) {
    page[0] = (char)('0' + i);
    CHECK(write(fd, page, PAGE) == PAGE);
  }
  SYS(close(fd));
}

static void look(const char *name, char holds) {
  int fd = SYS(open(name, O_RDONLY));
  char *all = SYS(mmap(NULL, 3 * PAGE, PROT_READ, MAP_PRIVATE, fd, 0));
  char *own = SYS(mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0));
  // A loader's way: parts of the file over a mapping of all of it.
  CHECK(SYS(mmap(own + PAGE, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, 2 * PAGE)) ==
        own + PAGE);
  char *code = SYS(mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, PAGE));
  FAILS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 1), EINVAL);
  SYS(close(fd));
  FAILS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 0), EBADF);
  CHECK(all[0] == '0' && all[1] == holds && all[PAGE] == '1' && all[3 * PAGE - 1] == holds);
  CHECK(own[0] == '0' && own[PAGE] == '2' && own[2 * PAGE] == '2' && code[0] == '1');
  own[1] = 'x';
  own[PAGE] = 'y';
  CHECK(all[1] == holds && all[2 * PAGE] == '2');
  SYS(madvise(own, PAGE, MADV_DONTNEED));
  CHECK(own[1] == holds && own[PAGE] == 'y');
  SYS(mprotect(all, PAGE, PROT_READ | PROT_WRITE));
  all[5] = 'z';
  CHECK(own[5] == holds);
  SYS(munmap(all, 3 * PAGE));
  SYS(munmap(code, PAGE));
  SYS(munmap(own, 3 * PAGE));
}

static void rests(void) {
  fill("f", 'a', 3);
  sleep_ms(150);
  for (int i = 0; i < ROUNDS; i++) {
    look("f", 'a');
  }
  step("the same file");
}

static void changes(void) {
  for (int i = 0; i < ROUNDS; i++) {
    fill("f", (char)('b' + i), 3);
    look("f", (char)('b' + i));
    if (i % 4 == 0) {
      sleep_ms(100);
      look("f", (char)('b' + i));
      look("f", (char)('b' + i));
    }
  }
  step("a file that changes");
}

static void is_replaced(void) {
  fill("one", '1', 3);
  fill("two", '2', 4);
  sleep_ms(100);
  for (int i = 0; i < ROUNDS; i++) {
    look("one", i % 2 == 0 ? '1' : '2');
    SYS(rename("one", "three"));
    SYS(rename("two", "one"));
    SYS(rename("three", "two"));
  }
  step("files that take each other's name");
}

static void is_cut(void) {
  fill("f", 'c', 3);
  sleep_ms(100);
  look("f", 'c');
  look("f", 'c');
  SYS(truncate("f", PAGE + 10));
  for (int i = 0; i < 3; i++) {
    int fd = SYS(open("f", O_RDONLY));
    char *all = SYS(mmap(NULL, 3 * PAGE, PROT_READ, MAP_PRIVATE, fd, 0));
    SYS(close(fd));
    CHECK(all[PAGE + 9] == 'c' && all[PAGE + 10] == 0);
    SYS(munmap(all, 3 * PAGE));
  }
  step("a file that was cut");
}

int main(void) {
  rests();
  changes();
  is_replaced();
  is_cut();
  fill("f", 'a', 3);
  sleep_ms(100);
  for (int i = 0; i < 3; i++) {
    pid_t child = SYS(fork());
    if (child == 0) {
      rests();
      _exit(0);
    }
    EXPECT_EXIT(child, 0);
  }
  return success();
}
