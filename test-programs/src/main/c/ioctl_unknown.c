// An ioctl that jrr's model has no row for (SIOCGSTAMP_NEW) is recorded with what it writes.
#include "program.h"
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>

/* When the last packet came, as two 64-bit numbers: linux/sockios.h. */
#define GET_STAMP _IOR(0x89, 6, long long[2])

struct stamp {
  long long seconds, microseconds;
};

static void ask(int s, struct stamp *stamp) {
  char byte = 'p';
  struct sockaddr_in own;
  socklen_t size = sizeof own;
  SYS(getsockname(s, (struct sockaddr *)&own, &size));
  SYS(sendto(s, &byte, 1, 0, (struct sockaddr *)&own, size));
  SYS(recv(s, &byte, 1, 0));
  memset(stamp, 0x5a, sizeof *stamp);
  SYS(ioctl(s, GET_STAMP, stamp));
  CHECK(stamp->seconds > 1500000000 && stamp->seconds < 1L << 40);
  CHECK(stamp->microseconds >= 0 && stamp->microseconds < 1000000);
  show("at %lld.%06lld", stamp->seconds, stamp->microseconds);
}

int main(void) {
  int s = SYS(socket(AF_INET, SOCK_DGRAM, 0));
  struct sockaddr_in any = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  SYS(bind(s, (struct sockaddr *)&any, sizeof any));
  struct stamp on_stack;
  FAILS(ioctl(s, GET_STAMP, &on_stack), ENOENT);
  char *pages = SYS(mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  for (int round = 0; round < 3; round++) {
    ask(s, &on_stack);
    ask(s, (struct stamp *)(pages + PAGE - 4)); /* over the end of a page */
  }
  step("where it is asked to write");
  SYS(munmap(pages, 3 * PAGE));
  FAILS(ioctl(s, GET_STAMP, NULL), EFAULT);
  pid_t child = SYS(fork());
  if (child == 0) {
    CHECK(wait(NULL) == -1 && errno == ECHILD);
    ask(s, &on_stack);
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  CHECK(wait(NULL) == -1 && errno == ECHILD); /* nothing else became a child of its own */
  step("in a child");
  return success();
}
