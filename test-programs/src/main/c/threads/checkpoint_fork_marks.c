// Memory that a child of fork lacks (MADV_DONTFORK) or has zeroed (MADV_WIPEONFORK) is computed on
// across many calls: who copies this process must copy these pages as well.
#include "program.h"
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 200 };

int main(void) {
  volatile long *lacking = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  volatile long *wiped = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(lacking != MAP_FAILED && wiped != MAP_FAILED);
  SYS(madvise((void *)lacking, PAGE, MADV_DONTFORK));
  SYS(madvise((void *)wiped, PAGE, MADV_WIPEONFORK));
  for (int i = 0; i < ROUNDS; i++) {
    lacking[i] = i ? lacking[i - 1] + i : 1;
    wiped[i] = i ? wiped[i - 1] * 3 + i : 1;
    CHECK(getppid() > 0);
    show("%ld %ld", lacking[i], wiped[i]);
  }
  pid_t child = fork();
  if (child == 0) {
    unsigned char vector;
    CHECK(mincore((void *)lacking, PAGE, &vector) == -1);
    for (int i = 0; i < ROUNDS; i++) {
      CHECK(wiped[i] == 0);
    }
    _exit(7);
  }
  int status;
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 7);
  step("%ld %ld", lacking[ROUNDS - 1], wiped[ROUNDS - 1]);
  return success();
}
