/* Counts the primes below a number with a sieve. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
  int limit = argc > 1 ? atoi(argv[1]) : 100;
  char *composite = calloc(limit, 1);
  int count = 0;
  for (int i = 2; i < limit; i++) {
    if (composite[i]) {
      continue;
    }
    count++;
    for (long k = (long)i * i; k < limit; k += i) {
      composite[k] = 1;
    }
  }
  printf("primes %d\n", count);
  free(composite);
  return 0;
}
