// exec passes arguments and environment, odd ones too, and keeps the pid.
#include "program.h"

extern char **environ;

static int second_life(int argc, char **argv) {
  step("argc %d", argc);
  for (int i = 0; i < argc; i++) {
    step("argv[%d] = \"%.20s\" of %zu", i, argv[i], strlen(argv[i]));
  }
  for (char **e = environ; *e != NULL; e++) {
    if (strncmp(*e, "PID=", 4) == 0) {
      CHECK(atoi(*e + 4) == getpid());
    } else {
      step("env %s", *e);
    }
  }
  return success();
}

int main(int argc, char **argv) {
  if (argc > 1) {
    return second_life(argc, argv);
  }
  char *large = malloc(100001);
  memset(large, 'L', 100000);
  large[100000] = 0;
  char pid[32];
  snprintf(pid, sizeof pid, "PID=%d", getpid());
  char *args[] = {"name of its own", "", "two words", large, "\x01\xff", NULL};
  char *env[] = {"A=1", "EMPTY=", "no equals sign", pid, NULL};
  execve("/proc/self/exe", args, env);
  CHECK(!"execve returned");
}
