// A file that is mapped shared goes, and the next one gets its inode: nothing of the first is in it.
#include "program.h"

static int new_file(void) {
  int fd = SYS(open("f", O_RDWR | O_CREAT | O_EXCL, 0600));
  SYS(ftruncate(fd, 2 * PAGE));
  return fd;
}

static void remove_file(int fd, char *map) {
  SYS(munmap(map, 2 * PAGE));
  SYS(close(fd));
  SYS(unlink("f"));
}

int main(void) {
  struct stat status;
  ino_t first = 0;
  int same = 0;
  for (int i = 0; i < 5; i++) {
    int fd = new_file();
    SYS(fstat(fd, &status));
    first = i == 0 ? status.st_ino : first;
    same += status.st_ino == first;
    char *map = SYS(mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
    CHECK(map[0] == 0 && map[PAGE] == 0);
    map[0] = map[PAGE] = 'a';
    CHECK(pwrite(fd, "b", 1, 1) == 1);
    CHECK(map[0] == 'a' && map[1] == 'b');
    remove_file(fd, map);
  }
  show("%d of 5 have the same inode", same);
  step("mapped shared, one after the other");
  for (int i = 0; i < 5; i++) {
    int fd = new_file();
    char byte;
    CHECK(pread(fd, &byte, 1, 0) == 1 && byte == 0);
    CHECK(pwrite(fd, "first", 5, 0) == 5);
    char *map = SYS(mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0));
    CHECK(memcmp(map, "first", 6) == 0 && map[PAGE] == 0);
    CHECK(pwrite(fd, "then", 4, PAGE) == 4);
    CHECK(memcmp(map + PAGE, "then", 5) == 0);
    remove_file(fd, map);
  }
  step("written, then mapped privately");
  return success();
}
