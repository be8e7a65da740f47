// A child in its own mount and host-name namespaces, when root: mount, umount, sethostname.
#include "program.h"
#include <sched.h>
#include <sys/mount.h>
#include <sys/utsname.h>

int main(void) {
  pid_t child = SYS(fork());
  if (child == 0) {
    if (unshare(CLONE_NEWNS | CLONE_NEWUTS) == -1) {
      CHECK(errno == EPERM);
      _exit(0);
    }
    SYS(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
    SYS(mkdir("m", 0700));
    SYS(mount("tmpfs", "m", "tmpfs", 0, "size=64k"));
    int fd = SYS(open("m/f", O_RDWR | O_CREAT, 0600));
    static char block[100000];
    ssize_t n = write(fd, block, sizeof block);
    CHECK(n == 65536);
    FAILS(write(fd, block, 1), ENOSPC);
    SYS(close(fd));
    SYS(umount2("m", 0));
    FAILS(open("m/f", O_RDONLY), ENOENT);
    SYS(sethostname("elsewhere", 9));
    struct utsname name;
    SYS(uname(&name));
    CHECK(strcmp(name.nodename, "elsewhere") == 0);
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  struct utsname name;
  SYS(uname(&name));
  CHECK(strcmp(name.nodename, "elsewhere") != 0);
  step("the child's mounts and host name were its own");
  return success();
}
