// Parent and child hand a shared page to and fro by pipes; both see the other's stores.
#include "program.h"

int main(void) {
  volatile int *shared = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
                                  MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  int to_child[2], to_parent[2];
  SYS(pipe(to_child));
  SYS(pipe(to_parent));
  char c = 0;
  pid_t child = SYS(fork());
  if (child == 0) {
    for (int i = 0; i < 50; i++) {
      read_fully(to_child[0], &c, 1);
      CHECK(shared[0] == 2 * i);
      shared[0]++;
      shared[i + 1] = getpid();
      CHECK(write(to_parent[1], &c, 1) == 1);
    }
    _exit(0);
  }
  for (int i = 0; i < 50; i++) {
    CHECK(write(to_child[1], &c, 1) == 1);
    read_fully(to_parent[0], &c, 1);
    CHECK(shared[0] == 2 * i + 1 && shared[i + 1] == child);
    shared[0]++;
  }
  EXPECT_EXIT(child, 0);
  step("the counter went to %d", shared[0]);
  return success();
}
