// exec from a thread that is not the leader: the others end, the tid becomes the leader's.
// links: -pthread
#include "threads.h"

static char *path;
static atomic_int tid;

__attribute__((noreturn)) static void *sleeper(void *argument UNUSED) {
  atomic_store(&tid, own_tid());
  for (;;) {
    pause();
  }
}

__attribute__((noreturn)) static void *spinner(void *argument UNUSED) {
  for (;;) {
  }
}

static void *run(void *argument) {
  char pid[20];
  snprintf(pid, sizeof pid, "%d", getpid());
  CHECK(own_tid() != getpid());
  execl(path, path, argument, pid, NULL);
  CHECK(!"exec");
  return NULL;
}

int main(int argc, char **argv) {
  if (argc == 3) {
    CHECK(atoi(argv[2]) == getpid() && own_tid() == getpid());
    step("%s: one thread, the same pid", argv[1]);
    CHECK(count_threads() == 1);
    return strcmp(argv[1], "last") == 0 ? success() : 5;
  }
  path = argv[0];
  pid_t child = SYS(fork());
  if (child == 0) {
    start(sleeper, NULL);
    wait_until_thread_sleeps(&tid);
    start(spinner, NULL);
    join(start(run, "leader waits"));
  }
  EXPECT_EXIT(child, 5);
  child = SYS(fork());
  if (child == 0) {
    start(run, "leader has ended");
    syscall(SYS_exit, 0);
  }
  EXPECT_EXIT(child, 5);
  start(sleeper, NULL);
  start(run, "last");
  pause();
  return 1;
}
