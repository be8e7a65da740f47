// A tree of processes three levels deep adds up numbers by exit status and pipes.
#include "program.h"

static int grow(int depth, int number, int report) {
  CHECK(write(report, &number, sizeof number) == sizeof number);
  if (depth == 0) {
    return number % 8;
  }
  int sum = 0;
  pid_t children[3];
  for (int i = 0; i < 3; i++) {
    pid_t parent = getpid();
    children[i] = SYS(fork());
    if (children[i] == 0) {
      CHECK(getppid() == parent && getpid() != parent);
      _exit(grow(depth - 1, number * 3 + i, report));
    }
  }
  for (int i = 0; i < 3; i++) {
    int status;
    CHECK(waitpid(children[i], &status, 0) == children[i] && WIFEXITED(status));
    sum += WEXITSTATUS(status);
  }
  return sum % 200;
}

int main(void) {
  int p[2];
  SYS(pipe(p));
  int sum = grow(3, 1, p[1]);
  SYS(close(p[1]));
  int count = 0, number, total = 0;
  while (SYS(read(p[0], &number, sizeof number)) > 0) {
    count++;
    total += number;
  }
  FAILS(wait(NULL), ECHILD);
  step("%d processes, numbers %d, statuses %d", count, total, sum);
  CHECK(count == 40);
  show("my pid %d, my parent %d", getpid(), getppid());
  return success();
}
