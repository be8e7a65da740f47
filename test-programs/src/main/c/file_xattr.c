// Extended attributes: set, get, list, remove, sizes asked with no buffer.
#include "program.h"
#include <sys/xattr.h>

int main(void) {
  write_file("f", "", 0);
  if (setxattr("f", "user.colour", "blue", 4, 0) == -1) {
    CHECK(errno == EOPNOTSUPP || errno == EPERM);
    step("attributes are set, read, listed and removed where the file system has them");
    return success();
  }
  int fd = SYS(open("f", O_RDWR));
  char buf[64];
  memset(buf, '#', sizeof buf);
  CHECK(getxattr("f", "user.colour", NULL, 0) == 4);
  CHECK(getxattr("f", "user.colour", buf, sizeof buf) == 4 && memcmp(buf, "blue#", 5) == 0);
  FAILS(getxattr("f", "user.colour", buf, 2), ERANGE);
  FAILS(getxattr("f", "user.none", buf, sizeof buf), ENODATA);
  FAILS(setxattr("f", "user.colour", "red", 3, XATTR_CREATE), EEXIST);
  SYS(fsetxattr(fd, "user.size", "10", 2, 0));
  ssize_t length = SYS(flistxattr(fd, NULL, 0));
  char names[256];
  CHECK(listxattr("f", names, sizeof names) == length);
  CHECK(memmem(names, length, "user.colour", 12) && memmem(names, length, "user.size", 10));
  SYS(removexattr("f", "user.colour"));
  FAILS(fgetxattr(fd, "user.colour", buf, sizeof buf), ENODATA);
  CHECK(lgetxattr("f", "user.size", buf, sizeof buf) == 2);
  step("attributes are set, read, listed and removed where the file system has them");
  return success();
}
