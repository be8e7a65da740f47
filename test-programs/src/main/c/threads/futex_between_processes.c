// A futex in shared memory, mapped at different addresses by two processes.
// links: -pthread
#include "threads.h"

int main(void) {
  int fd = SYS(memfd_create("futex", 0));
  SYS(ftruncate(fd, PAGE));
  atomic_int *mine = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
  pid_t child = SYS(fork());
  if (child == 0) {
    atomic_int *other = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
    SYS(munmap(mine, PAGE));
    CHECK(other != mine);
    for (int i = 0; i < 300; i++) {
      while (atomic_load(other) != 2 * i + 1) {
        futex_wait(other, 2 * i, NULL);
      }
      atomic_store(other, 2 * i + 2);
      futex_wake(other, 1);
    }
    _exit(0);
  }
  for (int i = 0; i < 300; i++) {
    atomic_store(mine, 2 * i + 1);
    futex_wake(mine, 1);
    while (atomic_load(mine) != 2 * i + 2) {
      futex_wait(mine, 2 * i + 1, NULL);
    }
  }
  EXPECT_EXIT(child, 0);
  step("the word is %d", atomic_load(mine));
  /* A private wake does not reach a shared wait. */
  child = SYS(fork());
  if (child == 0) {
    struct timespec limit = {100, 0};
    _exit(futex_wait(mine, 600, &limit) == 0 ? 3 : 4);
  }
  wait_until_asleep(child);
  CHECK(syscall(SYS_futex, mine, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0) == 0);
  CHECK(futex_wake(mine, 1) == 1);
  EXPECT_EXIT(child, 3);
  step("woken by the shared kind only");
  return success();
}
