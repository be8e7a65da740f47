// The flags of open: creation, truncation, refusal, and what each leaves on the descriptor.
#include "program.h"

int main(void) {
  int fd = SYS(open("a", O_RDWR | O_CREAT | O_EXCL, 0600));
  FAILS(open("a", O_RDWR | O_CREAT | O_EXCL, 0600), EEXIST);
  CHECK(write(fd, "hello", 5) == 5);
  SYS(close(fd));
  step("O_EXCL refuses an existing file");

  fd = SYS(open("a", O_RDONLY | O_CLOEXEC));
  CHECK(fcntl(fd, F_GETFD) == FD_CLOEXEC);
  CHECK((fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDONLY);
  FAILS(write(fd, "x", 1), EBADF);
  SYS(close(fd));
  FAILS(close(fd), EBADF);
  step("O_RDONLY refuses a write, O_CLOEXEC is on the descriptor");

  fd = SYS(open("a", O_WRONLY | O_TRUNC));
  struct stat st;
  SYS(fstat(fd, &st));
  CHECK(st.st_size == 0);
  SYS(close(fd));
  step("O_TRUNC empties the file");

  FAILS(open("a", O_RDONLY | O_DIRECTORY), ENOTDIR);
  FAILS(open("missing", O_RDONLY), ENOENT);
  FAILS(open(".", O_WRONLY), EISDIR);
  SYS(symlink("a", "l"));
  FAILS(open("l", O_RDONLY | O_NOFOLLOW), ELOOP);
  step("O_DIRECTORY and O_NOFOLLOW refuse what they should");

  fd = SYS(open("l", O_PATH | O_NOFOLLOW));
  char buf[8];
  FAILS(read(fd, buf, sizeof buf), EBADF);
  CHECK(readlinkat(fd, "", buf, sizeof buf) == 1 && buf[0] == 'a');
  SYS(close(fd));
  step("O_PATH gives a descriptor that names the link");

  fd = open(".", O_TMPFILE | O_RDWR, 0600);
  if (fd >= 0) {
    CHECK(write(fd, "t", 1) == 1);
    SYS(fstat(fd, &st));
    CHECK(st.st_nlink == 0 && st.st_size == 1);
    SYS(close(fd));
  } else {
    CHECK(errno == EOPNOTSUPP || errno == EISDIR);
  }
  step("O_TMPFILE makes a file with no name where the file system can");
  return success();
}
