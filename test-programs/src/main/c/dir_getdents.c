// getdents64 of a directory with 2,000 names, in small buffers, rewound and read again.
#include "program.h"
#include <dirent.h>

struct entry {
  uint64_t inode;
  int64_t offset;
  unsigned short length;
  unsigned char type;
  char name[];
};

static int count_names(int fd, size_t buffer_size) {
  char buffer[32768];
  static char seen[2000];
  memset(seen, 0, sizeof seen);
  int count = 0;
  for (;;) {
    long n = SYS(syscall(SYS_getdents64, fd, buffer, buffer_size));
    if (n == 0) {
      break;
    }
    for (long at = 0; at < n;) {
      struct entry *e = (struct entry *)(buffer + at);
      at += e->length;
      if (e->name[0] == 'n') {
        int number = atoi(e->name + 1);
        CHECK(number >= 0 && number < 2000 && !seen[number]);
        seen[number] = 1;
        CHECK(e->type == DT_REG || e->type == DT_UNKNOWN);
        count++;
      }
    }
  }
  return count;
}

int main(void) {
  SYS(mkdir("big", 0700));
  SYS(chdir("big"));
  for (int i = 0; i < 2000; i++) {
    char name[16];
    snprintf(name, sizeof name, "n%d", i);
    SYS(close(SYS(open(name, O_CREAT | O_WRONLY, 0600))));
  }
  int fd = SYS(open(".", O_RDONLY | O_DIRECTORY));
  step("%d names in buffers of 32768", count_names(fd, 32768));
  SYS(lseek(fd, 0, SEEK_SET));
  step("%d names in buffers of 100", count_names(fd, 100));
  SYS(lseek(fd, 0, SEEK_SET));
  char tiny[8];
  FAILS(syscall(SYS_getdents64, fd, tiny, sizeof tiny), EINVAL);
  FAILS(syscall(SYS_getdents64, SYS(open("n0", O_RDONLY)), tiny, sizeof tiny), ENOTDIR);
  step("too small a buffer and a plain file are refused");

  DIR *dir = opendir(".");
  CHECK(dir != NULL);
  for (int i = 0; i < 10; i++) {
    CHECK(readdir(dir) != NULL);
  }
  long place = telldir(dir);
  char name[256];
  strcpy(name, readdir(dir)->d_name);
  seekdir(dir, place);
  CHECK(strcmp(readdir(dir)->d_name, name) == 0);
  show("eleventh name %s", name);
  CHECK(closedir(dir) == 0);
  step("telldir and seekdir come back to the same name");
  return success();
}
