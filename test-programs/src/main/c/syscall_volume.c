// Twenty thousand small calls: their order and results are one digest.
#include "program.h"

int main(void) {
  int random = SYS(open("/dev/urandom", O_RDONLY));
  int p[2];
  SYS(pipe(p));
  uint64_t digest = 0;
  for (int i = 0; i < 5000; i++) {
    unsigned char c[3];
    struct timespec now;
    CHECK(read(random, c, sizeof c) == sizeof c);
    CHECK(write(p[1], c, sizeof c) == sizeof c);
    CHECK(read(p[0], c, sizeof c) == sizeof c);
    SYS(clock_gettime(CLOCK_MONOTONIC, &now));
    digest = digest * 31 + c[0] + c[1] * 256 + c[2] * 65536 + now.tv_nsec;
  }
  show("digest %lx", (unsigned long)digest);
  step("20000 calls");
  return success();
}
