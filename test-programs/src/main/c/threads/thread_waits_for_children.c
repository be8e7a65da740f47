// Threads fork and wait for their own children, for each other's, and with __WNOTHREAD.
// links: -pthread
#include "threads.h"

static pid_t of_first, of_other;
static sem_t forked, checked;

static pid_t sleeping_child(void) {
  pid_t child = SYS(fork());
  if (child == 0) {
    for (;;) {
      pause();
    }
  }
  return child;
}

static void *other(void *argument UNUSED) {
  of_other = sleeping_child();
  FAILS(waitpid(of_first, NULL, WNOHANG | __WNOTHREAD), ECHILD);
  CHECK(waitpid(of_other, NULL, WNOHANG | __WNOTHREAD) == 0);
  CHECK(waitpid(of_first, NULL, WNOHANG) == 0);
  SYS(sem_post(&forked));
  SYS(sem_wait(&checked));
  return NULL;
}

static void *waiter(void *argument) {
  EXPECT_EXIT((pid_t)(long)argument, 3);
  return NULL;
}

int main(void) {
  SYS(sem_init(&forked, 0, 0));
  SYS(sem_init(&checked, 0, 0));
  of_first = sleeping_child();
  pthread_t thread = start(other, NULL);
  SYS(sem_wait(&forked));
  FAILS(waitpid(of_other, NULL, WNOHANG | __WNOTHREAD), ECHILD);
  CHECK(waitpid(of_other, NULL, WNOHANG) == 0);
  SYS(sem_post(&checked));
  join(thread);
  step("each sees its own with __WNOTHREAD, all without");
  /* The children of a thread that has ended belong to another thread of the process. */
  SYS(kill(of_other, SIGKILL));
  EXPECT_SIGNALLED(of_other, SIGKILL);
  SYS(kill(of_first, SIGKILL));
  EXPECT_SIGNALLED(of_first, SIGKILL);
  pid_t children[6];
  pthread_t waiters[6];
  int go[2];
  SYS(pipe(go));
  for (int i = 0; i < 6; i++) {
    children[i] = SYS(fork());
    if (children[i] == 0) {
      char byte;
      CHECK(read(go[0], &byte, 1) == 1);
      _exit(3);
    }
    waiters[i] = start(waiter, (void *)(long)children[i]);
  }
  CHECK(write(go[1], "123456", 6) == 6);
  for (int i = 0; i < 6; i++) {
    join(waiters[i]);
  }
  step("six threads waited for six children");
  return success();
}
