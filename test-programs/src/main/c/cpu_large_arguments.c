// Functions with many and large arguments on the stack, and a syscall deep inside.
#include "program.h"

struct large {
  unsigned char bytes[100000];
};

__attribute__((noinline)) static long sum(struct large value, int a, int b, int c, int d, int e,
                                          int f, int g, int h, long double x) {
  CHECK(getpid() > 0);
  long total = a + b + c + d + e + f + g + h + (long)x;
  for (size_t i = 0; i < sizeof value.bytes; i++) {
    total += value.bytes[i];
  }
  return total;
}

int main(void) {
  struct large value;
  long expected = 36 + 1000;
  for (size_t i = 0; i < sizeof value.bytes; i++) {
    value.bytes[i] = pattern(i);
    expected += value.bytes[i];
  }
  CHECK(sum(value, 1, 2, 3, 4, 5, 6, 7, 8, 1000.5L) == expected);
  step("the sum is %ld", expected);
  return success();
}
