// Two megabytes of output through stdio and by one write of 300,000 bytes.
#include "program.h"

int main(void) {
  for (int i = 0; i < 100000; i++) {
    printf("line %d of the output\n", i);
  }
  fflush(stdout);
  char *block = malloc(300000);
  memset(block, '=', 300000);
  for (int i = 99; i < 300000; i += 100) {
    block[i] = '\n';
  }
  write_fully(1, block, 300000);
  return success();
}
