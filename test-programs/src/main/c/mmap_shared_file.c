// A shared file mapping: stores reach read(), write() reaches the mapping, msync, growing.
#include "program.h"

int main(void) {
  int fd = SYS(open("f", O_RDWR | O_CREAT, 0600));
  SYS(ftruncate(fd, 2 * PAGE));
  char *map = SYS(mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
  char *second = SYS(mmap(NULL, 2 * PAGE, PROT_READ, MAP_SHARED, fd, 0));
  memcpy(map + 10, "store", 5);
  char buf[8] = {0};
  CHECK(pread(fd, buf, 5, 10) == 5 && memcmp(buf, "store", 5) == 0);
  CHECK(memcmp(second + 10, "store", 5) == 0);
  step("a store is seen by read and by another mapping");
  CHECK(pwrite(fd, "write", 5, PAGE + 20) == 5);
  CHECK(memcmp(map + PAGE + 20, "write", 5) == 0);
  CHECK(memcmp(second + PAGE + 20, "write", 5) == 0);
  step("a write is seen in both mappings");
  SYS(msync(map, 2 * PAGE, MS_SYNC));
  SYS(msync(map, PAGE, MS_ASYNC));
  FAILS(msync(map, PAGE, MS_SYNC | MS_ASYNC), EINVAL);
  FAILS(msync(map + 1, PAGE, MS_SYNC), EINVAL);
  SYS(ftruncate(fd, 4 * PAGE));
  memcpy(map + 3 * PAGE, "grown", 5);
  CHECK(pread(fd, buf, 5, 3 * PAGE) == 5 && memcmp(buf, "grown", 5) == 0);
  step("pages behind the old end can be used after growing");
  pid_t child = SYS(fork());
  if (child == 0) {
    int other = SYS(open("f", O_RDWR));
    char *mine = SYS(mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, other, 0));
    CHECK(memcmp(mine + 3 * PAGE, "grown", 5) == 0);
    memcpy(mine + 2 * PAGE, "child", 5);
    CHECK(pwrite(other, "CHILD", 5, 2 * PAGE + 5) == 5);
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  CHECK(memcmp(map + 2 * PAGE, "childCHILD", 10) == 0);
  step("a child's own mapping and write are seen too");
  SYS(ftruncate(fd, PAGE));
  SYS(ftruncate(fd, 4 * PAGE));
  CHECK(map[2 * PAGE] == 0);
  step("shrinking and growing again gives zeros");
  return success();
}
