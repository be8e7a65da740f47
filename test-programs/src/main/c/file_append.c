// O_APPEND writes go to the end from two descriptors and two processes.
#include "program.h"

int main(void) {
  int a = SYS(open("log", O_WRONLY | O_CREAT | O_APPEND, 0600));
  int b = SYS(open("log", O_WRONLY | O_APPEND));
  CHECK(write(a, "1", 1) == 1);
  CHECK(write(b, "2", 1) == 1);
  SYS(lseek(a, 0, SEEK_SET));
  CHECK(write(a, "3", 1) == 1);
  pid_t child = SYS(fork());
  if (child == 0) {
    CHECK(write(a, "4", 1) == 1);
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  CHECK(write(b, "5", 1) == 1);
  char buf[16] = {0};
  int r = SYS(open("log", O_RDONLY));
  CHECK(read(r, buf, sizeof buf) == 5);
  step("the log holds %s", buf);
  CHECK(strcmp(buf, "12345") == 0);

  int flags = SYS(fcntl(a, F_GETFL));
  CHECK(flags & O_APPEND);
  SYS(fcntl(a, F_SETFL, flags & ~O_APPEND));
  SYS(lseek(a, 0, SEEK_SET));
  CHECK(write(a, "X", 1) == 1);
  CHECK(pread(r, buf, 5, 0) == 5);
  step("with O_APPEND taken off it holds %s", buf);
  CHECK(strcmp(buf, "X2345") == 0);
  return success();
}
