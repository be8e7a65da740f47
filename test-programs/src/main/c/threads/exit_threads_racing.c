// exit, exec and death by a signal at the same time from several threads: one of them wins.
// links: -pthread
#include "threads.h"

static pthread_barrier_t barrier;
static char *path;

static void *ending(void *argument) {
  long how = (long)argument;
  pthread_barrier_wait(&barrier);
  if (how % 3 == 0) {
    syscall(SYS_exit_group, 21);
  } else if (how % 3 == 1) {
    execl(path, path, "again", NULL);
  } else {
    kill(getpid(), SIGKILL);
  }
  for (;;) {
    pause();
  }
  return NULL;
}

int main(int argc, char **argv) {
  if (argc > 1) {
    return 22;
  }
  path = argv[0];
  int exits = 0, execs = 0, kills = 0;
  for (int round = 0; round < 15; round++) {
    pid_t child = SYS(fork());
    if (child == 0) {
      PT(pthread_barrier_init(&barrier, NULL, 6));
      for (long i = 1; i < 6; i++) {
        start(ending, (void *)(i + round));
      }
      ending((void *)(long)round);
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child);
    if (WIFSIGNALED(status)) {
      CHECK(WTERMSIG(status) == SIGKILL);
      kills++;
    } else if (WEXITSTATUS(status) == 21) {
      exits++;
    } else {
      CHECK(WEXITSTATUS(status) == 22);
      execs++;
    }
  }
  CHECK(exits + execs + kills == 15);
  step("15 processes ended one way or the other");
  show("%d by exit, %d by exec, %d by SIGKILL", exits, execs, kills);
  return success();
}
