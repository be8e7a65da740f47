// eventfd: counter, semaphore, blocking with a child, overflow.
#include "program.h"
#include <sys/eventfd.h>

int main(void) {
  int e = SYS(eventfd(3, EFD_NONBLOCK | EFD_CLOEXEC));
  uint64_t v = 4;
  CHECK(write(e, &v, 8) == 8);
  CHECK(read(e, &v, 8) == 8 && v == 7);
  FAILS(read(e, &v, 8), EAGAIN);
  FAILS(read(e, &v, 4), EINVAL);
  v = UINT64_MAX;
  FAILS(write(e, &v, 8), EINVAL);
  v = UINT64_MAX - 1;
  CHECK(write(e, &v, 8) == 8);
  v = 1;
  FAILS(write(e, &v, 8), EAGAIN);
  step("a counter that adds, empties and is full");
  int s = SYS(eventfd(2, EFD_SEMAPHORE));
  CHECK(read(s, &v, 8) == 8 && v == 1);
  CHECK(read(s, &v, 8) == 8 && v == 1);
  pid_t child = SYS(fork());
  if (child == 0) {
    wait_until_asleep(getppid());
    v = 1;
    CHECK(write(s, &v, 8) == 8);
    _exit(0);
  }
  CHECK(read(s, &v, 8) == 8 && v == 1);
  EXPECT_EXIT(child, 0);
  step("a semaphore waits for the child");
  return success();
}
