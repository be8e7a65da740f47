// exec that fails leaves the program as it was: ENOENT, EACCES, ENOEXEC, ENOTDIR, E2BIG, ELOOP.
#include "program.h"

extern char **environ;

int main(void) {
  char *args[] = {"x", NULL};
  FAILS(execve("./missing", args, environ), ENOENT);
  FAILS(execve("", args, environ), ENOENT);
  write_file("plain", "text", 4);
  FAILS(execve("./plain", args, environ), EACCES);
  FAILS(execve(".", args, environ), EACCES);
  SYS(chmod("plain", 0755));
  FAILS(execve("./plain", args, environ), ENOEXEC);
  FAILS(execve("./plain/x", args, environ), ENOTDIR);
  step("ENOENT, EACCES, ENOEXEC, ENOTDIR");
  write_file("empty", "", 0);
  SYS(chmod("empty", 0755));
  FAILS(execve("./empty", args, environ), ENOEXEC);
  char broken[64] = "\x7f" "ELF\2\1\1";
  write_file("broken", broken, sizeof broken);
  SYS(chmod("broken", 0755));
  FAILS(execve("./broken", args, environ), ENOEXEC);
  step("an empty file and half an ELF header");
  SYS(symlink("loop", "loop"));
  FAILS(execve("./loop", args, environ), ELOOP);
  char *large = malloc(200000);
  memset(large, 'L', 199999);
  large[199999] = 0;
  char *too_big[] = {"x", large, NULL};
  FAILS(execve("/proc/self/exe", too_big, environ), E2BIG);
  int fd = SYS(open("busy", O_CREAT | O_WRONLY, 0755));
  FAILS(execve("./busy", args, environ), ETXTBSY);
  SYS(close(fd));
  step("ELOOP, E2BIG, ETXTBSY");
  pid_t child = SYS(fork());
  if (child == 0) {
    execve("./missing", args, environ);
    _exit(errno == ENOENT ? 0 : 1);
  }
  EXPECT_EXIT(child, 0);
  step("still the same program");
  return success();
}
