// Two threads whose descriptors come apart make many calls on the same number, which means another
// file to each: standard output here, a file there, a pipe that would block.
// links: -pthread
#include "threads.h"
#include <linux/close_range.h>

static int fd;
static sem_t turn[2];

static void use(int count, char byte) {
  for (int i = 0; i < count; i++) {
    CHECK(write(fd, &byte, 1) == 1);
  }
}

static void take(int mine) {
  SYS(sem_wait(&turn[mine]));
}

static void pass(int mine) {
  SYS(sem_post(&turn[!mine]));
}

static void *apart(void *argument) {
  take(1);
  if (argument == NULL) {
    SYS(unshare(CLONE_FILES));
  } else {
    SYS(close_range(100, 200, CLOSE_RANGE_UNSHARE));
  }
  SYS(dup2(1, fd));
  pass(1);
  take(1);
  use(20, 'o');
  pass(1);
  take(1);
  use(20, 'p');
  int ends[2];
  SYS(pipe(ends));
  SYS(dup2(ends[1], fd));
  use(10, 'q');
  char back[11] = "";
  CHECK(read(ends[0], back, 10) == 10 && strcmp(back, "qqqqqqqqqq") == 0);
  pass(1);
  return NULL;
}

static void together(int how) {
  fd = SYS(open("f", O_RDWR | O_CREAT | O_TRUNC, 0600));
  use(20, 'a');
  SYS(sem_init(&turn[0], 0, 0));
  SYS(sem_init(&turn[1], 0, 1));
  pthread_t thread = start(apart, how ? &fd : NULL);
  take(0);
  use(20, 'b');
  pass(0);
  take(0);
  SYS(close(fd));
  CHECK(SYS(open("g", O_RDWR | O_CREAT | O_TRUNC, 0600)) == fd);
  use(20, 'c');
  pass(0);
  take(0);
  use(20, 'd');
  join(thread);
  use(20, 'e');
  char text[61] = "";
  CHECK(pread(fd, text, 60, 0) == 60);
  step("\n%s", text);
  SYS(close(fd));
  fd = SYS(open("f", O_RDONLY));
  CHECK(read(fd, text, 60) == 40 && text[39] == 'b');
  SYS(close(fd));
}

int main(void) {
  together(0);
  together(1);
  return success();
}
