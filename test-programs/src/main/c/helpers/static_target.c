// cflags: -static
// The static program that exec_static executes.
#include "program.h"

int main(int argc, char **argv) {
  CHECK(argc == 2 && strcmp(argv[1], "argument") == 0);
  struct timespec now;
  SYS(clock_gettime(CLOCK_MONOTONIC, &now));
  step("static program: %s", argv[1]);
  return 21;
}
