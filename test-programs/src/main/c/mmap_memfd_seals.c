// memfd_create, seals, sharing by descriptor with a child.
#include "program.h"

int main(void) {
  int fd = SYS(memfd_create("name", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  SYS(ftruncate(fd, 2 * PAGE));
  char *map = SYS(mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
  pid_t child = SYS(fork());
  if (child == 0) {
    CHECK(pwrite(fd, "from child", 10, 100) == 10);
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  CHECK(memcmp(map + 100, "from child", 10) == 0);
  step("the child's write is in the mapping");
  CHECK(fcntl(fd, F_GET_SEALS) == 0);
  FAILS(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE), EBUSY);
  SYS(munmap(map, 2 * PAGE));
  SYS(fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_WRITE));
  FAILS(ftruncate(fd, PAGE), EPERM);
  FAILS(write(fd, "x", 1), EPERM);
  FAILS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0), EPERM);
  SYS(ftruncate(fd, 3 * PAGE));
  SYS(fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL));
  FAILS(fcntl(fd, F_ADD_SEALS, F_SEAL_GROW), EPERM);
  step("seals hold");
  char link[64], target[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  target[SYS(readlink(link, target, sizeof target - 1))] = 0;
  step("its name is %s", target);
  return success();
}
