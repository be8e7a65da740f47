// As async_jit, but the code is mapped twice: it is written in one mapping and runs in the other.
// cflags: -O2
#include "async_jit.h"

int main(void) {
  int fd = SYS(memfd_create("code", MFD_CLOEXEC));
  SYS(ftruncate(fd, 4 * PAGE));
  unsigned char *run = SYS(mmap(NULL, 4 * PAGE, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0));
  unsigned char *written = SYS(mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
  SYS(close(fd));
  return run_generations(written, run);
}
