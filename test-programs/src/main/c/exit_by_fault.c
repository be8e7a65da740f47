// expect-status: 139
// The program ends by a store to address 0 three calls deep.
// cflags: -O0
#include "program.h"

static void deepest(int *where) {
  *where = 1;
}

static void deeper(int *where) {
  deepest(where);
}

int main(void) {
  step("storing to address 0");
  success();
  deeper(NULL);
  return 0;
}
