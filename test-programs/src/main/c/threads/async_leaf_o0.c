// Leaf functions without optimisation: all variables are in the red zone, none in a register.
// cflags: -O0
#include "async.h"

static long calls;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  uint64_t zone = digest_bytes(0, (const char *)registers[REG_RSP] - 128, 128);
  sample("calls", calls, context);
  show("red zone %016lx", (unsigned long)zone);
}

static uint64_t leaf(uint64_t seed) {
  uint64_t sum = seed;
  int outer = 0;
  while (outer < 100) {
    int inner = 0;
    while (inner < 100) {
      sum = sum * 6364136223846793005 + inner;
      inner++;
    }
    outer++;
  }
  return sum;
}

static long collatz(long n) {
  long steps = 0;
  while (n != 1) {
    n = n % 2 == 0 ? n / 2 : 3 * n + 1;
    steps++;
  }
  return steps;
}

int main(void) {
  uint64_t sum = 0;
  long steps = 0;
  start_ticks(5000, on_tick, 0);
  for (calls = 0; calls < 30000; calls++) {
    sum += leaf(calls);
    for (long n = 1; n < 50; n++) {
      steps += collatz(n);
    }
  }
  stop_ticks();
  step("%ld calls: sum %016lx, steps %ld", calls, (unsigned long)sum, steps);
  return success();
}
