// Where nothing was stored to it, a private mapping shows what is written to its file, and ends where
// that is cut.
#include "program.h"
#include <setjmp.h>

static sigjmp_buf back;

static void on_bus(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  siglongjmp(back, 1);
}

static char text(const char *map, const char *expected) {
  CHECK(memcmp(map, expected, strlen(expected)) == 0);
  return *map;
}

static int is_there(const volatile char *address) {
  if (sigsetjmp(back, 1) != 0) {
    return 0;
  }
  (void)*address;
  return 1;
}

int main(void) {
  handle(SIGBUS, on_bus, 0);
  write_file("f", "original contents", 17);
  int fd = SYS(open("f", O_RDWR));
  SYS(ftruncate(fd, 4 * PAGE));
  char *map = SYS(mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0));
  text(map, "original contents");
  for (int i = 0; i < 5; i++) {
    char now[] = "written 0 times";
    now[8] += i;
    CHECK(pwrite(fd, now, 15, 0) == 15);
    text(map, now);
  }
  step("what is written is there");
  map[9] = '!';
  CHECK(pwrite(fd, "WRITTEN", 7, 0) == 7);
  text(map, "written 4!times");
  CHECK(pwrite(fd, "next", 4, PAGE) == 4);
  text(map + PAGE, "next");
  step("but not in a page that was stored to");
  char *shared = SYS(mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
  text(shared, "WRITTEN 4 times");
  memcpy(shared + 2 * PAGE, "stored", 6);
  text(map + 2 * PAGE, "stored");
  step("what another mapping stores is there");
  pid_t child = SYS(fork());
  if (child == 0) {
    map[2 * PAGE] = 'S';
    CHECK(pwrite(fd, "by a child", 10, 3 * PAGE) == 10);
    text(map + 3 * PAGE, "by a child");
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  text(map + 2 * PAGE, "stored");
  text(map + 3 * PAGE, "by a child");
  step("and what a child writes");
  SYS(madvise(map, PAGE, MADV_DONTNEED));
  text(map, "WRITTEN 4 times");
  step("given up, a page is the file's again");
  int reader = SYS(open("f", O_RDONLY));
  for (int i = 0; i < 5; i++) {
    const char *other = SYS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, reader, 0));
    char byte = (char)('a' + i);
    CHECK(pwrite(fd, &byte, 1, 0) == 1);
    CHECK(other[0] == byte && map[0] == byte);
    SYS(munmap((void *)other, PAGE));
  }
  step("through a descriptor that only reads, too");
  SYS(ftruncate(fd, PAGE));
  CHECK(is_there(map) && !is_there(map + PAGE) && !is_there(map + 3 * PAGE));
  SYS(ftruncate(fd, 4 * PAGE));
  CHECK(is_there(map + 3 * PAGE) && map[3 * PAGE] == 0);
  step("cut and grown again");
  return success();
}
