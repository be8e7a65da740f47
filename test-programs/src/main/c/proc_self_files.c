// /proc/self: exe, cwd, fd, stat, status, cmdline, environ, and of a child.
#include "program.h"
#include <dirent.h>

static char text[65536];

static ssize_t slurp(const char *path) {
  int fd = SYS(open(path, O_RDONLY));
  ssize_t total = 0, n;
  while ((n = SYS(read(fd, text + total, sizeof text - 1 - total))) > 0) {
    total += n;
  }
  text[total] = 0;
  SYS(close(fd));
  return total;
}

int main(int argc UNUSED, char **argv) {
  char path[PATH_MAX] = {0}, cwd[PATH_MAX];
  SYS(readlink("/proc/self/exe", path, sizeof path - 1));
  CHECK(strcmp(strrchr(path, '/'), "/proc_self_files") == 0);
  CHECK(getcwd(cwd, sizeof cwd) != NULL);
  memset(path, 0, sizeof path);
  SYS(readlink("/proc/self/cwd", path, sizeof path - 1));
  CHECK(strcmp(path, cwd) == 0);
  step("exe and cwd");
  slurp("/proc/self/stat");
  int pid, ppid;
  char state, name[32];
  CHECK(sscanf(text, "%d (%31[^)]) %c %d", &pid, name, &state, &ppid) == 4);
  CHECK(pid == getpid() && ppid == getppid() && state == 'R');
  step("stat names %s in state %c", name, state);
  slurp("/proc/self/status");
  char *line = strstr(text, "\nPid:\t");
  CHECK(line != NULL && atoi(line + 6) == getpid());
  CHECK(strstr(text, "\nThreads:\t1\n") != NULL);
  step("status has one thread");
  ssize_t n = slurp("/proc/self/cmdline");
  CHECK(n == (ssize_t)strlen(argv[0]) + 1 && strcmp(text, argv[0]) == 0);
  CHECK(setenv("ADDED", "later", 1) == 0);
  slurp("/proc/self/environ");
  step("cmdline is argv[0]");
  int fd = SYS(dup2(0, 33)), seen = 0;
  DIR *dir = opendir("/proc/self/fd");
  CHECK(dir != NULL);
  struct dirent *entry;
  while ((entry = readdir(dir)) != NULL) {
    seen += atoi(entry->d_name) == fd;
  }
  closedir(dir);
  CHECK(seen == 1);
  step("fd lists descriptor 33");
  pid_t child = SYS(fork());
  if (child == 0) {
    for (;;) {
      pause();
    }
  }
  wait_until_asleep(child);
  snprintf(path, sizeof path, "/proc/%d/status", child);
  slurp(path);
  line = strstr(text, "\nPPid:\t");
  CHECK(line != NULL && atoi(line + 7) == getpid());
  snprintf(path, sizeof path, "/proc/%d/maps", child);
  slurp(path);
  CHECK(strstr(text, "/proc_self_files") != NULL);
  SYS(kill(child, SIGKILL));
  EXPECT_SIGNALLED(child, SIGKILL);
  FAILS(open(path, O_RDONLY), ENOENT);
  step("a child's files are there until it is reaped");
  return success();
}
