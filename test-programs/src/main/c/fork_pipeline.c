// Ten processes in a row, each adding one to every byte that passes.
#include "program.h"

int main(void) {
  int first[2];
  SYS(pipe(first));
  int in = first[0];
  for (int i = 0; i < 10; i++) {
    int out[2];
    SYS(pipe(out));
    pid_t child = SYS(fork());
    if (child == 0) {
      SYS(close(first[1]));
      SYS(close(out[0]));
      char c[64];
      ssize_t n;
      while ((n = SYS(read(in, c, sizeof c))) > 0) {
        for (ssize_t k = 0; k < n; k++) {
          c[k]++;
        }
        write_fully(out[1], c, n);
      }
      _exit(i);
    }
    SYS(close(out[1]));
    SYS(close(in));
    in = out[0];
  }
  CHECK(write(first[1], "ABCDEFG", 7) == 7);
  SYS(close(first[1]));
  char result[8] = {0};
  read_fully(in, result, 7);
  CHECK(read(in, result + 7, 1) == 0);
  step("ABCDEFG became %s", result);
  int statuses = 0;
  for (int i = 0; i < 10; i++) {
    int status;
    SYS(wait(&status));
    CHECK(WIFEXITED(status));
    statuses += WEXITSTATUS(status);
  }
  CHECK(statuses == 45);
  return success();
}
