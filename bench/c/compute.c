/* Two seconds of computing in registers, with no call: what a recording of it costs. */
#include <stdint.h>
#include <stdio.h>

int main(void) {
  uint64_t state = 1;
  for (long round = 0; round < 1000000000; round++) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
  }
  printf("%016lx\n", (unsigned long)state);
  return 0;
}
