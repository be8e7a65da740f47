// Signals come while an image by xsavec is on the stack, of registers that hold nothing: whether
// the processor writes them there changes from run to run. Nothing that is computed depends on it.
// cflags: -O2
#include "async.h"
#include <cpuid.h>

enum { ROUNDS = 25, STEPS = 8000000, IMAGE = 4096, COMPONENTS = 7, XSAVEC = 1 << 1 };

static volatile long rounds;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("round", rounds, context);
}

static int has_xsavec(void) {
  unsigned eax, ebx, ecx, edx;
  return __get_cpuid_count(13, 1, &eax, &ebx, &ecx, &edx) && (eax & XSAVEC) != 0;
}

/* Vector registers to what they hold at the start of a program; what a signal handler finds. */
static void clear_vectors(void) {
  static char initial[IMAGE] __attribute__((aligned(64)));
  initial[25] = 0x1f; /* MXCSR is 0x1f80 */
  initial[24] = (char)0x80;
  __asm__ volatile("xrstor64 (%0)" ::"r"(initial), "a"(COMPONENTS), "d"(0) : "memory");
}

/* What the loader does around the binding of a function. */
__attribute__((noinline, target("general-regs-only"))) static uint64_t with_saved(uint64_t state) {
  char image[IMAGE] __attribute__((aligned(64)));
  memset(image + 512, 0, 64); /* the header, which xsavec does not write all of */
  __asm__ volatile("xsavec64 %0" : "+m"(image) : "a"(COMPONENTS - 1), "d"(0));
  for (int i = 0; i < STEPS; i++) {
    state = mix(state);
  }
  __asm__ volatile("xrstor64 %0" ::"m"(image), "a"(COMPONENTS - 1), "d"(0));
  return state;
}

__attribute__((target("general-regs-only"))) static uint64_t compute(void) {
  uint64_t state = 1;
  for (rounds = 0; rounds < ROUNDS; rounds++) {
    clear_vectors();
    for (int i = 0; i < STEPS / 4; i++) {
      state = mix(state);
    }
    state = with_saved(state);
  }
  return state;
}

int main(void) {
  if (!has_xsavec()) {
    return success();
  }
  pid_t child = SYS(fork());
  start_ticks(8000, on_tick, 0);
  uint64_t state = compute();
  stop_ticks();
  if (child == 0) {
    _exit((int)(state & 63));
  }
  int status;
  CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == (int)(state & 63));
  step("computed %016lx, as the child did", (unsigned long)state);
  return success();
}
