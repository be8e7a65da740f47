// fexecve and execveat: of a file, below a directory, and of a script whose descriptor closes.
#include "program.h"

extern char **environ;

int main(int argc, char **argv) {
  if (argc > 1) {
    step("ran again as %s", argv[1]);
    return 0;
  }
  int self = SYS(open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
  pid_t child = SYS(fork());
  if (child == 0) {
    char *args[] = {"x", "fexecve", NULL};
    fexecve(self, args, environ);
    _exit(99);
  }
  EXPECT_EXIT(child, 0);
  char path[PATH_MAX];
  path[SYS(readlink("/proc/self/exe", path, sizeof path - 1))] = 0;
  char *slash = strrchr(path, '/');
  *slash = 0;
  int dir = SYS(open(path, O_PATH | O_DIRECTORY));
  child = SYS(fork());
  if (child == 0) {
    char *args[] = {"x", "execveat", NULL};
    syscall(SYS_execveat, dir, slash + 1, args, environ, 0);
    _exit(99);
  }
  EXPECT_EXIT(child, 0);
  write_file("s", "#!/bin/sh\nexit 6\n", 17);
  SYS(chmod("s", 0755));
  int script = SYS(open("s", O_RDONLY));
  child = SYS(fork());
  if (child == 0) {
    char *args[] = {"x", NULL};
    fexecve(script, args, environ);
    _exit(99);
  }
  EXPECT_EXIT(child, 6);
  char *args[] = {"x", NULL};
  int cloexec = SYS(open("s", O_RDONLY | O_CLOEXEC));
  FAILS(fexecve(cloexec, args, environ), ENOENT);
  FAILS(fexecve(99, args, environ), EBADF);
  step("a script by a closing descriptor is ENOENT");
  return success();
}
