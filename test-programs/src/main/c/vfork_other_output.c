// Children that share the memory until their exec, but not the descriptors: what they do to theirs
// changes nothing for the parent, whose output goes on as before.
#include "program.h"
#include <spawn.h>

extern char **environ;

static void spawn(const char *output, char *const arguments[]) {
  posix_spawn_file_actions_t actions;
  CHECK(posix_spawn_file_actions_init(&actions) == 0);
  CHECK(posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0600) == 0);
  CHECK(posix_spawn_file_actions_addclose(&actions, 2) == 0);
  pid_t child;
  CHECK(posix_spawn(&child, arguments[0], &actions, NULL, arguments, environ) == 0);
  EXPECT_EXIT(child, 0);
  CHECK(posix_spawn_file_actions_destroy(&actions) == 0);
}

int main(void) {
  for (volatile int round = 0; round < 5; round++) {
    spawn("out", (char *[]){"/bin/echo", "to the file", NULL});
    for (int i = 0; i < 10; i++) {
      step("line %d of round %d", i, round);
    }
    pid_t child = vfork();
    if (child == 0) {
      close(1);
      execl("/bin/true", "true", (char *)NULL);
      _exit(1);
    }
    EXPECT_EXIT(child, 0);
    step("after a child that closed its output");
  }
  char back[32] = {0};
  int in = SYS(open("out", O_RDONLY));
  CHECK(read(in, back, 31) == 12 && strcmp(back, "to the file\n") == 0);
  step("the file holds the child's");
  return success();
}
