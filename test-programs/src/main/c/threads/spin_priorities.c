// A thread of a better priority that spins until one of a worse has worked: both must go on.
// links: -pthread
#include "threads.h"
#include <sys/resource.h>

static atomic_int done, started;

static void *worse(void *argument UNUSED) {
  SYS(setpriority(PRIO_PROCESS, own_tid(), 10));
  errno = 0;
  CHECK(getpriority(PRIO_PROCESS, 0) == 10 && errno == 0);
  atomic_store(&started, 1);
  volatile long work = 0;
  for (int i = 0; i < 3000000; i++) {
    work++;
  }
  atomic_store(&done, 1);
  return NULL;
}

int main(void) {
  pthread_t thread = start(worse, NULL);
  while (!atomic_load(&started)) {
    sched_yield();
  }
  long spins = 0;
  while (!atomic_load(&done)) {
    spins++;
  }
  join(thread);
  step("the worse one has worked");
  show("%ld spins", spins);
  return success();
}
