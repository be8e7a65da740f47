// mprotect that fails at a hole has changed what is before it: stores there fault, and those behind do not.
#include "program.h"
#include <setjmp.h>

enum { PAGES = 16, HOLE = 8 };

static sigjmp_buf back;

static void on_fault(int signal) {
  (void)signal;
  siglongjmp(back, 1);
}

/* Whether a store there faults. */
static int faults(volatile char *address) {
  if (sigsetjmp(back, 1) != 0) {
    return 1;
  }
  *address = 'x';
  return 0;
}

int main(void) {
  CHECK(signal(SIGSEGV, on_fault) != SIG_ERR);
  char *room = SYS(mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  memset(room, 'a', PAGES * PAGE);
  SYS(munmap(room + HOLE * PAGE, PAGE));
  /* Often enough for the call to be made without a stop. */
  for (int round = 0; round < 12; round++) {
    FAILS(mprotect(room, PAGES * PAGE, PROT_READ), ENOMEM);
    int before = faults(room) + faults(room + (HOLE - 1) * PAGE);
    int behind = faults(room + (HOLE + 1) * PAGE) + faults(room + (PAGES - 1) * PAGE);
    CHECK(before == 2 && behind == 0);
    SYS(mprotect(room, HOLE * PAGE, PROT_READ | PROT_WRITE));
    CHECK(faults(room) == 0 && faults(room + (HOLE - 1) * PAGE) == 0);
    FAILS(mprotect(room + HOLE * PAGE, 2 * PAGE, PROT_NONE), ENOMEM);
    CHECK(faults(room + (HOLE + 1) * PAGE) == 0);
  }
  step("12 times");
  /* A file that cannot be written to, mapped shared, behind memory of its own. */
  char *own = SYS(mmap(NULL, 4 * PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  int fd = SYS(open("f", O_RDWR | O_CREAT, 0600));
  write_fully(fd, room + 9 * PAGE, 2 * PAGE);
  close(fd);
  fd = SYS(open("f", O_RDONLY));
  SYS(mmap(own + 2 * PAGE, 2 * PAGE, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 0));
  for (int round = 0; round < 6; round++) {
    CHECK(faults(own));
    FAILS(mprotect(own, 4 * PAGE, PROT_READ | PROT_WRITE), EACCES);
    CHECK(!faults(own + PAGE) && faults(own + 2 * PAGE));
    SYS(mprotect(own, 2 * PAGE, PROT_READ));
  }
  step("before a file that is only read");
  return success();
}
