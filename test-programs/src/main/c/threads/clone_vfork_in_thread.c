// vfork and posix_spawn in several threads at once: only the calling thread is suspended.
// links: -pthread
#include "threads.h"
#include <spawn.h>

static atomic_long counted;
static atomic_int stop;

static void *counting(void *argument UNUSED) {
  while (!atomic_load(&stop)) {
    atomic_fetch_add(&counted, 1);
    sched_yield();
  }
  return NULL;
}

static void *spawning(void *argument) {
  for (int i = 0; i < 5; i++) {
    char script[40];
    snprintf(script, sizeof script, "exit %ld", (long)argument * 10 + i);
    char *arguments[] = {"sh", "-c", script, NULL}, *environment[] = {NULL};
    pid_t child;
    PT(posix_spawn(&child, "/bin/sh", NULL, NULL, arguments, environment));
    EXPECT_EXIT(child, (int)(long)argument * 10 + i);
  }
  return NULL;
}

static void *vforking(void *argument UNUSED) {
  for (volatile int i = 0; i < 5; i++) {
    pid_t child = SYS(vfork());
    if (child == 0) {
      struct timespec pause_ = {0, 5000000};
      syscall(SYS_nanosleep, &pause_, NULL);
      _exit(i);
    }
    EXPECT_EXIT(child, i);
  }
  return NULL;
}

int main(void) {
  pthread_t counter = start(counting, NULL), threads[4];
  for (long i = 0; i < 4; i++) {
    threads[i] = start(i < 3 ? spawning : vforking, (void *)i);
  }
  for (int i = 0; i < 4; i++) {
    join(threads[i]);
  }
  while (atomic_load(&counted) == 0) {
    sched_yield(); // It may have had no turn: nothing says that threads get one at once.
  }
  atomic_store(&stop, 1);
  join(counter);
  step("15 spawned, 5 vforked");
  return success();
}
