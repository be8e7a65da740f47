// Output to standard output and standard error, in pieces, binary bytes included.
#include "program.h"

int main(void) {
  for (int i = 0; i < 20; i++) {
    CHECK(write(i % 2 ? 1 : 2, "0123456789abcdefghijklmnopqrstuvwxyz\n" + i, 37 - i) == 37 - i);
  }
  char bytes[256];
  for (int i = 0; i < 256; i++) {
    bytes[i] = i;
  }
  CHECK(write(1, bytes, sizeof bytes) == sizeof bytes);
  CHECK(write(2, "", 0) == 0);
  printf("\nbuffered output\n");
  fflush(stdout);
  SYS(dup2(1, 77));
  CHECK(write(77, "through a copy\n", 15) == 15);
  int saved = SYS(dup(1));
  int file = SYS(open("f", O_WRONLY | O_CREAT, 0600));
  SYS(dup2(file, 1));
  CHECK(write(1, "into the file\n", 14) == 14);
  SYS(dup2(saved, 1));
  return success();
}
