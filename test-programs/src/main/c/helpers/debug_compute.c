// For a debugger: a computation of seconds with no call in it.
// cflags: -O1
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  uint64_t rounds = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000;
  puts("computing");
  fflush(stdout);
  uint64_t hash = 14695981039346656037u;
  for (uint64_t round = 0; round < rounds; round++) {
    hash = (hash ^ round) * 1099511628211u;
  }
  printf("hash %llx\n", (unsigned long long)hash);
  return 0;
}
