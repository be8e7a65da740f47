// Code is written, run and written again with no system call between, and signals come into it.
// cflags: -O2
#include "async_jit.h"

int main(void) {
  unsigned char *code = SYS(mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
                                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  return run_generations(code, code);
}
