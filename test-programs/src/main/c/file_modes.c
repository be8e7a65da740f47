// chmod, fchmod, umask, access, chown: what stat says afterwards.
#include "program.h"

static mode_t mode_of(const char *path) {
  struct stat st;
  SYS(stat(path, &st));
  return st.st_mode & 07777;
}

int main(void) {
  mode_t old = umask(027);
  CHECK(umask(027) == 027);
  int fd = SYS(open("f", O_RDWR | O_CREAT, 0666));
  CHECK(mode_of("f") == 0640);
  SYS(mkdir("d", 0777));
  CHECK(mode_of("d") == 0750);
  umask(old);
  step("umask 027 makes 0640 and 0750");
  SYS(chmod("f", 04711));
  CHECK(mode_of("f") == 04711);
  SYS(fchmod(fd, 0400));
  CHECK(mode_of("f") == 0400);
  SYS(fchmodat(AT_FDCWD, "f", 0644, 0));
  CHECK(mode_of("f") == 0644);
  FAILS(chmod("missing", 0), ENOENT);
  step("chmod, fchmod and fchmodat");
  SYS(access("f", R_OK | W_OK));
  FAILS(access("f", X_OK), EACCES);
  FAILS(access("missing", F_OK), ENOENT);
  SYS(faccessat(AT_FDCWD, "f", R_OK, AT_EACCESS));
  step("access says what may be done");
  if (geteuid() == 0) {
    SYS(chown("f", 1234, 4321));
    struct stat st;
    SYS(stat("f", &st));
    CHECK(st.st_uid == 1234 && st.st_gid == 4321);
    SYS(fchown(fd, 1, -1));
    SYS(symlink("f", "l"));
    SYS(lchown("l", 5, 6));
    SYS(lstat("l", &st));
    CHECK(st.st_uid == 5 && st.st_gid == 6);
    SYS(stat("f", &st));
    CHECK(st.st_uid == 1 && st.st_gid == 4321);
  } else {
    FAILS(chown("f", 0, 0), EPERM);
  }
  step("chown does or is refused, as the user may");
  return success();
}
