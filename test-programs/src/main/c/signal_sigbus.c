// SIGBUS beyond the end of a mapped file, with address and code; mended by growing the file.
#include "program.h"

static int fd;
static volatile int hits;
static char *map;

static void on_bus(int signal, siginfo_t *info, void *context UNUSED) {
  CHECK(signal == SIGBUS && info->si_code == BUS_ADRERR && info->si_addr == map + PAGE + 5);
  hits++;
  SYS(ftruncate(fd, 2 * PAGE));
}

int main(void) {
  handle(SIGBUS, on_bus, 0);
  fd = SYS(open("f", O_RDWR | O_CREAT, 0600));
  SYS(ftruncate(fd, 100));
  map = SYS(mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
  map[50] = 'x';
  map[PAGE - 1] = 'y';
  step("the rest of the last page can be written");
  ((volatile char *)map)[PAGE + 5] = 'z';
  CHECK(hits == 1 && map[PAGE + 5] == 'z');
  step("the page behind it raised SIGBUS once");
  char c;
  CHECK(pread(fd, &c, 1, PAGE + 5) == 1 && c == 'z');
  SYS(ftruncate(fd, 100));
  pid_t child = SYS(fork());
  if (child == 0) {
    signal(SIGBUS, SIG_DFL);
    _exit(((volatile char *)map)[PAGE]);
  }
  EXPECT_SIGNALLED(child, SIGBUS);
  step("and kills a child after the file shrank");
  return success();
}
