// Each thread has a name; it is seen by prctl, by pthreads and in /proc.
// links: -pthread
#include "threads.h"
#include <sys/prctl.h>

static void read_comm(pid_t tid, char *name) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/task/%d/comm", tid);
  int fd = SYS(open(path, O_RDONLY));
  ssize_t n = SYS(read(fd, name, 20));
  SYS(close(fd));
  name[n - 1] = 0;
}

static void *body(void *argument) {
  char name[20], own[20] = {0}, comm[20];
  snprintf(name, sizeof name, "worker-%ld", (long)argument);
  PT(pthread_setname_np(pthread_self(), name));
  SYS(prctl(PR_GET_NAME, own));
  read_comm(own_tid(), comm);
  CHECK(strcmp(name, own) == 0 && strcmp(name, comm) == 0);
  return NULL;
}

static sem_t go;

static void *waiting(void *argument UNUSED) {
  SYS(sem_wait(&go));
  return NULL;
}

int main(void) {
  char name[20] = {0};
  SYS(prctl(PR_GET_NAME, name));
  step("the first thread is %s", name);
  for (long i = 0; i < 5; i++) {
    join(start(body, (void *)i));
  }
  SYS(sem_init(&go, 0, 0));
  pthread_t other = start(waiting, NULL);
  PT(pthread_setname_np(other, "by another"));
  PT(pthread_getname_np(other, name, sizeof name));
  step("another is %s", name);
  CHECK(pthread_setname_np(other, "sixteen letters!") == ERANGE);
  SYS(sem_post(&go));
  join(other);
  SYS(prctl(PR_GET_NAME, name));
  step("the first is still %s", name);
  return success();
}
