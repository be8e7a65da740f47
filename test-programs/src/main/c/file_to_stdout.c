// sendfile and copy_file_range from a file, and splice from a pipe, to the standard output, which
// may be a file, a pipe or a terminal.
#include "program.h"
#include <sys/sendfile.h>

static void write_lines(const char *name, int lines) {
  char *text = malloc((size_t)lines * 16 + 1);
  for (int i = 0; i < lines; i++) {
    sprintf(text + i * 16, "%s %010d\n", name, i);
  }
  write_file(name, text, (size_t)lines * 16);
  free(text);
}

// Sends what is left of `in` with `count` a call.
static void send_rest(int in, size_t count, size_t expected) {
  size_t sent = 0;
  ssize_t n;
  while ((n = sendfile(1, in, NULL, count)) > 0) {
    sent += (size_t)n;
  }
  CHECK(n == 0 && sent == expected);
}

int main(void) {
  // sendfile refuses a file that is open for appending.
  SYS(fcntl(1, F_SETFL, SYS(fcntl(1, F_GETFL)) & ~O_APPEND));
  write_lines("line", 200);
  int in = SYS(open("line", O_RDONLY));
  off_t from = 160;
  CHECK(sendfile(1, in, &from, 320) == 320 && from == 480);
  step("sendfile to the output with an offset");
  SYS(lseek(in, 3000, SEEK_SET));
  send_rest(in, 64, 200);
  step("sendfile to the output at the file's position");
  write_lines("many", 100000);
  int many = SYS(open("many", O_RDONLY));
  send_rest(many, 1 << 30, 1600000);
  step("sendfile of more than one call moves");
  loff_t source = 32;
  ssize_t n = copy_file_range(in, &source, 1, NULL, 48, 0);
  if (n < 0) {
    // The output is no regular file.
    CHECK(errno == EINVAL || errno == EXDEV || errno == EBADF);
    CHECK(pread(in, (char[48]){0}, 48, 32) == 48);
    source = 32;
    CHECK(sendfile(1, in, &source, 48) == 48);
  }
  CHECK(source == 80);
  step("copy_file_range or its substitute");
  int ends[2];
  SYS(pipe(ends));
  CHECK(write(ends[1], "through a pipe\n", 15) == 15);
  n = splice(ends[0], NULL, 1, NULL, 15, 0);
  if (n < 0) {
    CHECK(errno == EINVAL);
    char text[15];
    CHECK(read(ends[0], text, 15) == 15 && write(1, text, 15) == 15);
  }
  step("splice or its substitute");
  SYS(unlink("many"));
  FAILS(sendfile(1, 99, NULL, 10), EBADF);
  FAILS(sendfile(99, many, NULL, 10), EBADF);
  step("bad descriptors are refused");
  return success();
}
