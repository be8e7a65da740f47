// SIGSTOP stops all threads of a process, computing or blocked; SIGCONT lets all go on.
// links: -pthread
#include "threads.h"

struct shared {
  atomic_long counts[3];
  atomic_int ready;
};

static struct shared *shared;

static void *body(void *argument) {
  long me = (long)argument;
  atomic_fetch_add(&shared->ready, 1);
  for (;;) {
    atomic_fetch_add(&shared->counts[me], 1);
    if (me == 2) {
      sleep_ms(1);
    }
  }
  return NULL;
}

static long total(void) {
  long sum = 0;
  for (int i = 0; i < 3; i++) {
    sum += atomic_load(&shared->counts[i]);
  }
  return sum;
}

static void wait_for_progress(void) {
  for (int i = 0; i < 3; i++) {
    long before = atomic_load(&shared->counts[i]);
    while (atomic_load(&shared->counts[i]) == before) {
      sleep_ms(1);
    }
  }
}

int main(void) {
  shared = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  pid_t child = SYS(fork());
  if (child == 0) {
    for (long i = 1; i < 3; i++) {
      start(body, (void *)i);
    }
    body((void *)0);
  }
  int status;
  for (int round = 0; round < 3; round++) {
    wait_for_progress();
    SYS(kill(child, SIGSTOP));
    CHECK(waitpid(child, &status, WUNTRACED) == child);
    CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
    long before = total();
    sleep_ms(20);
    CHECK(total() == before);
    SYS(kill(child, SIGCONT));
    CHECK(waitpid(child, &status, WCONTINUED) == child && WIFCONTINUED(status));
  }
  step("stopped and continued three times");
  wait_for_progress();
  SYS(kill(child, SIGSTOP));
  CHECK(waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status));
  SYS(kill(child, SIGKILL));
  EXPECT_SIGNALLED(child, SIGKILL);
  step("killed while stopped");
  return success();
}
