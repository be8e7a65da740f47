// setuid and its like reach all threads (glibc signals them); limits and directories are shared.
// links: -pthread
#include "threads.h"
#include <sys/resource.h>

enum { THREADS = 4, NOBODY = 65534 };

static pthread_barrier_t barrier;
static int allowed;

static void *body(void *argument UNUSED) {
  pthread_barrier_wait(&barrier);
  pthread_barrier_wait(&barrier);
  if (allowed) {
    CHECK(geteuid() == NOBODY && syscall(SYS_getegid) == NOBODY);
  }
  struct rlimit limit;
  SYS(getrlimit(RLIMIT_NOFILE, &limit));
  CHECK(limit.rlim_cur == 50);
  char directory[64];
  CHECK(getcwd(directory, sizeof directory) != NULL && strcmp(directory, "/") == 0);
  CHECK(umask(022) == 022);
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  PT(pthread_barrier_init(&barrier, NULL, THREADS + 1));
  for (int i = 0; i < THREADS; i++) {
    threads[i] = start(body, NULL);
  }
  pthread_barrier_wait(&barrier);
  /* Without the right to, the rest is checked alone. */
  allowed = geteuid() == 0 && setegid(NOBODY) == 0 && seteuid(NOBODY) == 0;
  struct rlimit limit = {50, 50};
  SYS(setrlimit(RLIMIT_NOFILE, &limit));
  SYS(chdir("/"));
  umask(022);
  pthread_barrier_wait(&barrier);
  for (int i = 0; i < THREADS; i++) {
    join(threads[i]);
  }
  step("all threads see it");
  return success();
}
