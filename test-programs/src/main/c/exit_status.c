// expect-status: 42
// The program's own exit status is passed on.
#include "program.h"

static void last_words(void) {
  success();
}

int main(void) {
  atexit(last_words);
  step("exiting with 42");
  exit(42);
}
