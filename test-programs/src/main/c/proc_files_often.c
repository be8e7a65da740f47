// Files of /proc are opened so often that it is done without a stop; those that tell of tracing tell
// of none, and those that are the program's own memory, name and descriptors are so each time.
#include "program.h"

enum { ROUNDS = 12 };

static char text[1 << 16];

static ssize_t contents(const char *name) {
  int fd = SYS(open(name, O_RDONLY));
  ssize_t size = 0, got;
  while ((got = SYS(read(fd, text + size, sizeof text - 1 - size))) > 0) {
    size += got;
  }
  text[size] = 0;
  SYS(close(fd));
  return size;
}

int main(void) {
  char own[64], own_file[64], word[] = "the word";
  snprintf(own, sizeof own, "/proc/%d/stat", getpid());
  for (int round = 0; round < ROUNDS; round++) {
    CHECK(contents("/proc/uptime") > 3 && strchr(text, '.') != NULL);
    CHECK(contents(own) > 20 && atoi(text) == getpid());
    CHECK(contents("/proc/self/comm") > 1);
    CHECK(contents("/proc/self/status") > 100 && strstr(text, "TracerPid:\t0\n") != NULL);
    CHECK(contents("/proc/self/maps") > 100 && strstr(text, "70000000-") == NULL);
    FAILS(open("/proc/self/nothing", O_RDONLY), ENOENT);
    int fd = SYS(open("/proc/self/mem", O_RDWR));
    CHECK(pwrite(fd, "THE", 3, (off_t)(intptr_t)word) == 3 && memcmp(word, "THE word", 8) == 0);
    SYS(close(fd));
    memcpy(word, "the", 3);
    fd = SYS(open("/proc/self/comm", O_WRONLY));
    CHECK(write(fd, "renamed", 7) == 7);
    SYS(close(fd));
    CHECK(contents("/proc/self/comm") == 8 && strcmp(text, "renamed\n") == 0);
    int other = SYS(open("f", O_RDWR | O_CREAT, 0600));
    snprintf(own_file, sizeof own_file, "/proc/self/fd/%d", other);
    fd = SYS(open(own_file, O_RDWR));
    CHECK(fd != other && pwrite(fd, "byte", 4, round) == 4 && pread(other, text, 4, round) == 4);
    CHECK(memcmp(text, "byte", 4) == 0);
    SYS(close(fd));
    SYS(close(other));
  }
  step("the same each time");
  SYS(chdir("/proc"));
  int proc = SYS(open("/proc", O_RDONLY | O_DIRECTORY));
  for (int round = 0; round < ROUNDS; round++) {
    CHECK(contents("self/status") > 100 && strstr(text, "TracerPid:\t0\n") != NULL);
    CHECK(contents("self/../thread-self/maps") > 100 && strstr(text, "70000000-") == NULL);
    int fd = SYS(openat(proc, "self/mem", O_RDWR));
    CHECK(pwrite(fd, "THE", 3, (off_t)(intptr_t)word) == 3 && memcmp(word, "THE word", 8) == 0);
    SYS(close(fd));
    memcpy(word, "the", 3);
  }
  step("so are they by their names from within /proc");
  return success();
}
