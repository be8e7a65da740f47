// read() fills a shared file mapping of the same and of another file.
#include "program.h"

int main(void) {
  write_file("source", "0123456789abcdef", 16);
  int source = SYS(open("source", O_RDWR));
  int target = SYS(open("target", O_RDWR | O_CREAT, 0600));
  SYS(ftruncate(target, PAGE));
  char *map = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, target, 0));
  char *again = SYS(mmap(NULL, PAGE, PROT_READ, MAP_SHARED, target, 0));
  CHECK(read(source, map + 100, 16) == 16);
  CHECK(memcmp(again + 100, "0123456789abcdef", 16) == 0);
  char c[16];
  CHECK(pread(target, c, 16, 100) == 16 && memcmp(c, "0123456789abcdef", 16) == 0);
  step("read into a shared mapping reaches the file");
  CHECK(pwrite(source, map + 104, 4, 0) == 4);
  CHECK(pread(source, c, 16, 0) == 16 && memcmp(c, "4567456789abcdef", 16) == 0);
  step("write from a shared mapping");
  CHECK(pread(target, map, 50, 100) == 50);
  CHECK(memcmp(map, "0123456789abcdef", 16) == 0 && map[16] == 0);
  step("a file read into its own mapping");
  return success();
}
