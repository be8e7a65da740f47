// Mappings are wished for where a recorder may have memory of its own: they are elsewhere, or
// refused, and nothing of the program's or the recorder's is lost.
#include "program.h"

enum { ROUNDS = 12 };

#define SIZE (8 * PAGE)

static int elsewhere;

static char *wish(char *place, int flags) {
  char *got = mmap(place, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
  if (got == MAP_FAILED) {
    CHECK(flags == MAP_FIXED_NOREPLACE && errno == EEXIST);
    return NULL;
  }
  elsewhere += got != place;
  CHECK(flags == 0 || got == place);
  for (long at = 0; at < SIZE; at += PAGE) {
    CHECK(got[at] == 0);
    got[at] = 'x';
  }
  return got;
}

int main(void) {
  for (int i = 0; i < ROUNDS; i++) {
    for (char *place = (char *)0x70000000L; place < (char *)0x80000000L; place += 0x1234000L) {
      char *hinted = wish(place, 0), *own = wish(place + SIZE, MAP_FIXED_NOREPLACE);
      SYS(munmap(hinted, SIZE));
      if (own != NULL) SYS(munmap(own, SIZE));
    }
  }
  show("%d were elsewhere", elsewhere);
  step("memory is where it is wished, or elsewhere");
  return success();
}
