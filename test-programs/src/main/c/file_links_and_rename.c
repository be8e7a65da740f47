// link, symlink, readlink, rename, renameat2, unlink: names come and go, the file stays.
#include "program.h"

int main(void) {
  write_file("a", "content", 7);
  SYS(link("a", "b"));
  struct stat sa, sb;
  SYS(stat("a", &sa));
  SYS(stat("b", &sb));
  CHECK(sa.st_ino == sb.st_ino && sa.st_nlink == 2);
  show("inode %lu", (unsigned long)sa.st_ino);
  step("a hard link is the same file");
  FAILS(link("a", "b"), EEXIST);
  SYS(symlink("a", "s"));
  char target[16];
  memset(target, '#', sizeof target);
  CHECK(readlink("s", target, sizeof target) == 1 && target[0] == 'a' && target[1] == '#');
  SYS(symlink("0123456789", "long"));
  CHECK(readlink("long", target, 4) == 4 && memcmp(target, "0123#", 5) == 0);
  FAILS(readlink("a", target, sizeof target), EINVAL);
  SYS(lstat("s", &sb));
  CHECK(S_ISLNK(sb.st_mode) && sb.st_size == 1);
  step("readlink gives the target with no end mark, cut to the buffer");
  SYS(rename("b", "c"));
  FAILS(stat("b", &sb), ENOENT);
  write_file("d", "other", 5);
  SYS(rename("d", "c"));
  SYS(stat("a", &sa));
  CHECK(sa.st_nlink == 1);
  step("rename replaces its target");
  int r = renameat2(AT_FDCWD, "a", AT_FDCWD, "c", RENAME_NOREPLACE);
  CHECK(r == -1 && (errno == EEXIST || errno == EINVAL));
  r = renameat2(AT_FDCWD, "a", AT_FDCWD, "c", RENAME_EXCHANGE);
  if (r == 0) {
    SYS(stat("a", &sa));
    CHECK(sa.st_size == 5);
  } else {
    CHECK(errno == EINVAL);
  }
  step("renameat2 refuses or exchanges");
  int fd = SYS(open("c", O_RDONLY));
  SYS(unlink("c"));
  SYS(fstat(fd, &sa));
  CHECK(sa.st_nlink == 0);
  CHECK(read(fd, target, sizeof target) > 0);
  FAILS(unlink("c"), ENOENT);
  FAILS(unlink("."), EISDIR);
  step("an unlinked file lives while it is open");
  return success();
}
