// Directories by descriptor: mkdirat, openat, fchdir, getcwd, rmdir, and their refusals.
#include "program.h"

int main(void) {
  char start[PATH_MAX], here[PATH_MAX];
  CHECK(getcwd(start, sizeof start) != NULL);
  SYS(mkdir("a", 0700));
  FAILS(mkdir("a", 0700), EEXIST);
  FAILS(mkdir("x/y", 0700), ENOENT);
  int a = SYS(open("a", O_RDONLY | O_DIRECTORY));
  SYS(mkdirat(a, "b", 0700));
  int f = SYS(openat(a, "b/file", O_CREAT | O_RDWR, 0600));
  CHECK(write(f, "x", 1) == 1);
  struct stat st;
  SYS(fstatat(a, "b/file", &st, 0));
  CHECK(st.st_size == 1);
  SYS(stat("a/b/file", &st));
  step("mkdirat, openat and fstatat work below a descriptor");
  SYS(fchdir(a));
  CHECK(getcwd(here, sizeof here) != NULL);
  CHECK(strncmp(here, start, strlen(start)) == 0 && strcmp(here + strlen(start), "/a") == 0);
  FAILS(syscall(SYS_getcwd, here, 2), ERANGE);
  SYS(chdir("b"));
  SYS(chdir("../.."));
  CHECK(getcwd(here, sizeof here) != NULL && strcmp(here, start) == 0);
  show("working directory %s", here);
  step("fchdir, chdir and getcwd agree");
  FAILS(rmdir("a"), ENOTEMPTY);
  SYS(linkat(a, "b/file", AT_FDCWD, "copy", 0));
  SYS(symlinkat("copy", a, "sym"));
  char target[8];
  CHECK(readlinkat(a, "sym", target, sizeof target) == 4);
  SYS(unlinkat(a, "sym", 0));
  SYS(unlinkat(a, "b/file", 0));
  FAILS(unlinkat(a, "b", 0), EISDIR);
  SYS(unlinkat(a, "b", AT_REMOVEDIR));
  SYS(rmdir("a"));
  FAILS(openat(a, "new", O_CREAT | O_RDWR, 0600), ENOENT);
  FAILS(openat(99, "new", O_RDONLY), EBADF);
  FAILS(openat(f, "new", O_RDONLY), ENOTDIR);
  step("a removed directory takes nothing new");
  SYS(mknodat(AT_FDCWD, "fifo", S_IFIFO | 0600, 0));
  SYS(stat("fifo", &st));
  CHECK(S_ISFIFO(st.st_mode));
  step("mknodat makes a fifo");
  return success();
}
