// Executing #! scripts: the interpreter gets its argument, the path and the rest.
#include "program.h"

static void make_script(const char *path, const char *text) {
  write_file(path, text, strlen(text));
  SYS(chmod(path, 0755));
}

int main(int argc, char **argv) {
  if (argc > 1) {
    for (int i = 1; i < argc; i++) {
      step("interpreter argument %d: %s", i, argv[i]);
    }
    return 0;
  }
  char self[PATH_MAX], text[PATH_MAX + 32];
  ssize_t n = SYS(readlink("/proc/self/exe", self, sizeof self - 1));
  self[n] = 0;
  make_script("shell", "#!/bin/sh\necho \"shell script: $0 $1 $#\"\nexit 4\n");
  snprintf(text, sizeof text, "#!%s one argument\n", self);
  make_script("own", text);
  make_script("nested", "#!./own\n");
  make_script("lost", "#!/no/such/interpreter\n");
  pid_t child = SYS(fork());
  if (child == 0) {
    execl("./shell", "ignored", "first", "second", (char *)NULL);
    _exit(99);
  }
  EXPECT_EXIT(child, 4);
  child = SYS(fork());
  if (child == 0) {
    execl("./own", "ignored", "tail", (char *)NULL);
    _exit(99);
  }
  EXPECT_EXIT(child, 0);
  child = SYS(fork());
  if (child == 0) {
    execl("./nested", "ignored", "tail", (char *)NULL);
    _exit(99);
  }
  EXPECT_EXIT(child, 0);
  FAILS(execl("./lost", "x", (char *)NULL), ENOENT);
  step("a lost interpreter is ENOENT");
  return success();
}
