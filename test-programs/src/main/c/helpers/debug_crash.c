// For a debugger: a null pointer is followed three calls deep.
// cflags: -O0
#include <stdio.h>

static int store(int *where, int value) {
  *where = value;
  return value;
}

static int middle(int *where) {
  int twice = 21 * 2;
  return store(where, twice) + 1;
}

static int outer(int depth) {
  int *nowhere = NULL;
  return depth > 0 ? outer(depth - 1) : middle(nowhere);
}

int main(void) {
  puts("before the crash");
  fflush(stdout);
  return outer(1);
}
