// The first thread ends with pthread_exit; the process goes on until the last thread returns.
// links: -pthread
#include "threads.h"

static pthread_t first;

static void *last(void *argument UNUSED) {
  PT(pthread_join(first, NULL));
  step("the first thread has ended");
  char path[64], state;
  snprintf(path, sizeof path, "/proc/%d/stat", getpid());
  do {
    char stat[512] = {0};
    int fd = SYS(open(path, O_RDONLY));
    SYS(read(fd, stat, sizeof stat - 1));
    SYS(close(fd));
    state = strrchr(stat, ')')[2];
  } while (state != 'Z');
  step("its state is %c, and the process is there", state);
  CHECK(kill(getpid(), 0) == 0);
  success();
  return NULL;
}

static void at_exit(void) {
  step("exit handlers run in the last thread: %d", own_tid() != getpid());
}

int main(void) {
  SYS(atexit(at_exit));
  first = pthread_self();
  start(last, NULL);
  pthread_exit(NULL);
}
