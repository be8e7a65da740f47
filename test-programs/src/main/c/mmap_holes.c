// munmap in the middle splits a mapping; mincore, mlock, and neighbours that join again.
#include "program.h"

static int mappings_between(char *from, char *to) {
  FILE *maps = fopen("/proc/self/maps", "r");
  CHECK(maps != NULL);
  char line[512];
  int count = 0;
  while (fgets(line, sizeof line, maps) != NULL) {
    unsigned long start, end;
    CHECK(sscanf(line, "%lx-%lx", &start, &end) == 2);
    count += start < (unsigned long)to && end > (unsigned long)from;
  }
  fclose(maps);
  return count;
}

int main(void) {
  /* Walls on both sides, so that no neighbour of the same kind joins the pages under test. */
  char *room = SYS(mmap(NULL, 18 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  char *a = room + PAGE;
  SYS(mprotect(a, 16 * PAGE, PROT_READ | PROT_WRITE));
  memset(a, 'a', 16 * PAGE);
  step("%d mapping", mappings_between(a, a + 16 * PAGE));
  SYS(munmap(a + 4 * PAGE, PAGE));
  SYS(munmap(a + 8 * PAGE, PAGE));
  step("%d mappings with two holes", mappings_between(a, a + 16 * PAGE));
  unsigned char resident[16];
  SYS(mincore(a, 4 * PAGE, resident));
  CHECK((resident[0] & 1) && (resident[3] & 1));
  FAILS(mincore(a, 16 * PAGE, resident), ENOMEM);
  memset(resident, 0x55, sizeof resident);
  FAILS(mincore(a, 16 * PAGE, resident), ENOMEM);
  step("before the hole: %d", resident[0]); /* though it failed */
  FAILS(mincore(a + 1, PAGE, resident), EINVAL);
  step("mincore sees the hole");
  SYS(mprotect(a + PAGE, PAGE, PROT_READ));
  step("%d mappings with one page read-only", mappings_between(a, a + 16 * PAGE));
  SYS(mlock(a, PAGE));
  SYS(munlock(a, PAGE));
  FAILS(mlock(a + 4 * PAGE, PAGE), ENOMEM);
  SYS(munmap(room, 18 * PAGE));
  step("%d mappings at the end", mappings_between(a, a + 16 * PAGE));
  return success();
}
