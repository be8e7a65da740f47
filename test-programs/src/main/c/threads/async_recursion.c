// Signals at any depth of recursive functions: frames differ in memory more than in registers.
// cflags: -O1 -fno-optimize-sibling-calls
#include "async.h"

static volatile long depth, deepest;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("depth", depth, context);
}

__attribute__((noinline, noipa)) static long fibonacci(int n) {
  depth++;
  long result = n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
  depth--;
  return result;
}

__attribute__((noinline, noipa)) static long ackermann(long m, long n) {
  depth++;
  if (depth > deepest) {
    deepest = depth;
  }
  long result;
  if (m == 0) {
    result = n + 1;
  } else if (n == 0) {
    result = ackermann(m - 1, 1);
  } else {
    result = ackermann(m - 1, ackermann(m, n - 1));
  }
  depth--;
  return result;
}

__attribute__((noinline, noipa)) static void hanoi(int n, long from, long to, long by, long *pegs) {
  if (n == 0) {
    return;
  }
  hanoi(n - 1, from, by, to, pegs);
  pegs[from]--;
  pegs[to]++;
  hanoi(n - 1, by, to, from, pegs);
}

int main(void) {
  start_ticks(5000, on_tick, 0);
  step("fibonacci %ld", fibonacci(37));
  long result = ackermann(3, 9);
  step("ackermann %ld, %ld deep", result, deepest);
  long pegs[3] = {24, 0, 0};
  for (int i = 0; i < 2; i++) {
    hanoi(24, i, i + 1, (i + 2) % 3, pegs);
  }
  step("hanoi %ld %ld %ld", pegs[0], pegs[1], pegs[2]);
  stop_ticks();
  CHECK(depth == 0);
  return success();
}
