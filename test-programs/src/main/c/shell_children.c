// posix_spawn of a shell with file actions, and a shell pipeline fed by pipes.
#include "program.h"
#include <spawn.h>

extern char **environ;

int main(void) {
  posix_spawn_file_actions_t actions;
  CHECK(posix_spawn_file_actions_init(&actions) == 0);
  CHECK(posix_spawn_file_actions_addopen(&actions, 1, "out", O_WRONLY | O_CREAT, 0600) == 0);
  char *args[] = {"sh", "-c", "for i in 1 2 3; do echo $i; done | sort -r | tr 123 abc", NULL};
  pid_t child;
  CHECK(posix_spawn(&child, "/bin/sh", &actions, NULL, args, environ) == 0);
  EXPECT_EXIT(child, 0);
  char buf[32] = {0};
  CHECK(read(SYS(open("out", O_RDONLY)), buf, sizeof buf) == 6);
  CHECK(strcmp(buf, "c\nb\na\n") == 0);
  step("a spawned shell wrote into a file");
  CHECK(posix_spawn(&child, "/no/such/program", NULL, NULL, args, environ) == ENOENT);
  step("spawning what is not there says so");
  int in[2], out[2];
  SYS(pipe(in));
  SYS(pipe(out));
  child = SYS(fork());
  if (child == 0) {
    SYS(dup2(in[0], 0));
    SYS(dup2(out[1], 1));
    SYS(syscall(SYS_close_range, 3, ~0U, 0));
    execl("/bin/sh", "sh", "-c", "cat | sort | uniq -c | tr -d ' '", (char *)NULL);
    _exit(127);
  }
  SYS(close(in[0]));
  SYS(close(out[1]));
  write_fully(in[1], "b\na\nb\nb\na\n", 10);
  SYS(close(in[1]));
  memset(buf, 0, sizeof buf);
  read_fully(out[0], buf, 6);
  CHECK(read(out[0], buf + 8, 1) == 0);
  EXPECT_EXIT(child, 0);
  CHECK(strcmp(buf, "2a\n3b\n") == 0);
  step("a shell pipeline counted");
  return success();
}
