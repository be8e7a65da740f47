// For a debugger: signals come into a function of a page that the program may write, there or, with
// an argument, through another mapping of it.
// cflags: -O2
#include "../threads/async.h"

enum { CALLS = 300, ROUNDS = 1000000 };

unsigned char *volatile code;
volatile long calls;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("calls", calls, context);
}

int main(int argc, char **argv UNUSED) {
  static const unsigned char counting[] = {
      0x48, 0x01, 0xf8, /* loop: add %rdi, %rax */
      0x48, 0xff, 0xcf, /* dec %rdi */
      0x75, 0xf8,       /* jnz loop */
      0xc3};
  unsigned char *written;
  if (argc > 1) {
    int fd = SYS(memfd_create("code", MFD_CLOEXEC));
    SYS(ftruncate(fd, PAGE));
    code = SYS(mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0));
    written = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
  } else {
    code = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    written = code;
  }
  memcpy(written, counting, sizeof counting);
  start_ticks(3000, on_tick, 0);
  for (calls = 0; calls < CALLS; calls++) {
    ((void (*)(long))(uintptr_t)code)(ROUNDS);
  }
  stop_ticks();
  step("%d calls", (int)calls);
  return success();
}
