// A private file mapping: contents, copy on write, zeros behind the end, offsets, unlinked file.
#include "program.h"

int main(void) {
  char data[3 * PAGE + 100];
  for (size_t i = 0; i < sizeof data; i++) {
    data[i] = pattern(i);
  }
  write_file("f", data, sizeof data);
  int fd = SYS(open("f", O_RDONLY));
  char *map = SYS(mmap(NULL, sizeof data, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0));
  CHECK(memcmp(map, data, sizeof data) == 0);
  for (size_t i = sizeof data; i < 4 * PAGE; i++) {
    CHECK(map[i] == 0);
  }
  step("the mapping holds the file and zeros behind it");
  map[0]++;
  char c;
  CHECK(pread(fd, &c, 1, 0) == 1 && c == data[0]);
  step("a store stays private");
  char *part = SYS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 2 * PAGE));
  CHECK(memcmp(part, data + 2 * PAGE, PAGE) == 0);
  FAILS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 100), EINVAL);
  FAILS(mmap(NULL, PAGE, PROT_WRITE, MAP_SHARED, fd, 0), EACCES);
  step("offsets are whole pages");
  SYS(close(fd));
  SYS(unlink("f"));
  CHECK(memcmp(part, data + 2 * PAGE, PAGE) == 0);
  int w = SYS(open("g", O_WRONLY | O_CREAT, 0600));
  FAILS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, w, 0), EACCES);
  step("it outlives the descriptor and the name");
  return success();
}
