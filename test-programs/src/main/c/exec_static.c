// A dynamic program executes a static one and one with no C library at all.
#include "program.h"

int main(void) {
  char path[PATH_MAX];
  path[SYS(readlink("/proc/self/exe", path, sizeof path - 1))] = 0;
  *strrchr(path, '/') = 0;
  const char *names[] = {"static_target", "bare_target"};
  int statuses[] = {21, 22};
  for (int i = 0; i < 2; i++) {
    pid_t child = SYS(fork());
    if (child == 0) {
      char target[PATH_MAX + 64];
      snprintf(target, sizeof target, "%s/helpers/%s", path, names[i]);
      execl(target, names[i], "argument", (char *)NULL);
      _exit(99);
    }
    EXPECT_EXIT(child, statuses[i]);
    step("%s ended with %d", names[i], statuses[i]);
  }
  return success();
}
