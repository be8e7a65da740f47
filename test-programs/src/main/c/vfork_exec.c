// vfork: the parent waits until the child executes or exits; memory is shared until then.
#include "program.h"

int main(int argc, char **argv) {
  if (argc > 1) {
    _exit(atoi(argv[1]));
  }
  static volatile int shared = 0;
  pid_t child = vfork();
  if (child == 0) {
    shared = 42;
    _exit(3);
  }
  CHECK(child > 0 && shared == 42);
  EXPECT_EXIT(child, 3);
  step("the child's store was seen: %d", shared);
  for (volatile int i = 0; i < 5; i++) {
    static char number[16];
    snprintf(number, sizeof number, "%d", 20 + i);
    child = vfork();
    if (child == 0) {
      execl("/proc/self/exe", argv[0], number, (char *)NULL);
      _exit(127);
    }
    EXPECT_EXIT(child, 20 + i);
  }
  step("five children executed the program again");
  child = vfork();
  if (child == 0) {
    execl("/does/not/exist", "x", (char *)NULL);
    shared = errno;
    _exit(1);
  }
  EXPECT_EXIT(child, 1);
  CHECK(shared == ENOENT);
  step("a failed exec leaves its errno in shared memory");
  return success();
}
