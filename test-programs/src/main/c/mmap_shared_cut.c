// A file that is mapped shared is cut to nothing and grows again: by creat, under another name, under
// none. Its mapping shows zeros then.
#include "program.h"

static char *map;

static void expect_cut(int fd) {
  struct stat status;
  SYS(fstat(fd, &status));
  CHECK(status.st_size == 0);
  SYS(ftruncate(fd, PAGE));
  CHECK(map[5] == 0);
  map[5] = 'x';
}

int main(void) {
  int fd = SYS(open("f", O_RDWR | O_CREAT, 0600));
  SYS(ftruncate(fd, PAGE));
  map = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
  map[5] = 'x';
  for (int i = 0; i < 5; i++) {
    SYS(close(SYS(creat("f", 0600))));
    expect_cut(fd);
  }
  step("by creat");
  SYS(link("f", "g"));
  SYS(unlink("f"));
  SYS(close(SYS(open("g", O_WRONLY | O_TRUNC))));
  expect_cut(fd);
  SYS(truncate("g", 0));
  expect_cut(fd);
  char absolute[PATH_MAX];
  CHECK(realpath("g", absolute) != NULL);
  SYS(truncate(absolute, 0));
  expect_cut(fd);
  step("under another name");
  SYS(unlink("g"));
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  SYS(close(SYS(open(path, O_WRONLY | O_TRUNC))));
  expect_cut(fd);
  step("under none");
  return success();
}
