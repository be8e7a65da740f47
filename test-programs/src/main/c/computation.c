// A long computation with no syscalls between two outputs; results in many registers and memory.
#include "program.h"

int main(void) {
  static uint32_t table[1 << 16];
  uint64_t state = 88172645463325252ULL;
  for (int round = 0; round < 200; round++) {
    for (size_t i = 0; i < COUNT(table); i++) {
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
      table[(i * 40503 + round) % COUNT(table)] += (uint32_t)state;
    }
  }
  uint64_t sum = 0;
  double product = 1;
  for (size_t i = 0; i < COUNT(table); i++) {
    sum = sum * 31 + table[i];
    product = product * (1 + table[i] * 1e-16) + 1e-9;
  }
  step("sum %lu product %.15g", (unsigned long)sum, product);
  return success();
}
