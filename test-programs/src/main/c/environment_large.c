// A large environment and many arguments pass through exec whole.
#include "program.h"

int main(int argc, char **argv) {
  if (argc > 1) {
    CHECK(argc == 2001);
    for (int i = 1; i < argc; i++) {
      CHECK(atoi(argv[i]) == i);
    }
    for (int i = 0; i < 500; i++) {
      char name[16];
      snprintf(name, sizeof name, "VAR%d", i);
      const char *value = getenv(name);
      CHECK(value != NULL && strlen(value) == 1000 && value[999] == 'a' + i % 26);
    }
    step("2000 arguments and 500 variables of 1000 bytes");
    return success();
  }
  for (int i = 0; i < 500; i++) {
    char name[16], value[1001];
    snprintf(name, sizeof name, "VAR%d", i);
    memset(value, 'a' + i % 26, 1000);
    value[1000] = 0;
    CHECK(setenv(name, value, 1) == 0);
  }
  static char *args[2002];
  args[0] = argv[0];
  for (int i = 1; i <= 2000; i++) {
    CHECK(asprintf(&args[i], "%d", i) > 0);
  }
  execv("/proc/self/exe", args);
  CHECK(!"exec returned");
}
