// Signals come into code that is in one page with what it writes.
// cflags: -O2
#include "async.h"

enum { CALLS = 400, ROUNDS = 1000000 };

static volatile long calls;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("calls", calls, context);
}

int main(void) {
  static const unsigned char adding[] = {
      0x48, 0x01, 0x3d, 0xf9, 0x07, 0x00, 0x00, /* loop: add %rdi, 0x800(start) */
      0x48, 0xff, 0xcf,                         /* dec %rdi */
      0x75, 0xf4,                               /* jnz loop */
      0xc3};
  unsigned char *page = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC,
                                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  memcpy(page, adding, sizeof adding);
  volatile long *sum = (volatile long *)(page + 0x800);
  start_ticks(3000, on_tick, 0);
  for (calls = 0; calls < CALLS; calls++) {
    ((void (*)(long))(uintptr_t)page)(ROUNDS);
  }
  stop_ticks();
  CHECK(*sum == CALLS * (ROUNDS * (ROUNDS + 1L) / 2));
  step("%ld calls of code that writes beside itself", calls);
  return success();
}
