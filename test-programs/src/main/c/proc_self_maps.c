// /proc/self/maps parses, is in order, holds the program, and shows nothing of a recorder's.
#include "program.h"

int main(void) {
  FILE *maps = fopen("/proc/self/maps", "r");
  CHECK(maps != NULL);
  char line[1024], path[1024];
  unsigned long last_end = 0, here = (unsigned long)&main, stack = (unsigned long)&line;
  int text = 0, on_stack = 0, count = 0;
  while (fgets(line, sizeof line, maps) != NULL) {
    unsigned long start, end, offset, inode;
    unsigned major, minor;
    char permissions[5];
    path[0] = 0;
    int fields = sscanf(line, "%lx-%lx %4s %lx %x:%x %lu %1000s", &start, &end, permissions,
                        &offset, &major, &minor, &inode, path);
    CHECK(fields >= 7 && start < end && start >= last_end && line[strlen(line) - 1] == '\n');
    CHECK(strlen(permissions) == 4);
    last_end = end;
    count++;
    CHECK(end <= 0x70000000 || start > 0x7fffffff);
    if (here >= start && here < end) {
      CHECK(strcmp(permissions, "r-xp") == 0 && strstr(path, "/proc_self_maps") != NULL);
      text++;
    }
    if (stack >= start && stack < end) {
      CHECK(strcmp(path, "[stack]") == 0);
      on_stack++;
    }
  }
  fclose(maps);
  CHECK(text == 1 && on_stack == 1 && count > 5);
  show("%d mappings", count);
  step("one mapping holds main, one the stack, none a recorder");
  /* Small reads give the same text as large ones. */
  char small[65536], large[65536];
  int fd = SYS(open("/proc/self/maps", O_RDONLY));
  ssize_t total = 0, n;
  while ((n = SYS(read(fd, small + total, 100))) > 0) {
    total += n;
  }
  SYS(lseek(fd, 0, SEEK_SET));
  ssize_t again = 0;
  while ((n = SYS(read(fd, large + again, sizeof large - again))) > 0) {
    again += n;
  }
  CHECK(total == again && memcmp(small, large, total) == 0);
  step("read in pieces of 100 bytes it is the same");
  return success();
}
