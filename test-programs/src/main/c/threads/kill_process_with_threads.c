// SIGKILL and other deadly signals end a process with all its threads, whatever they do.
// links: -pthread
#include "threads.h"

enum { THREADS = 6 };

static atomic_int ready;
static int pipe_[2], word;

static void *body(void *argument) {
  long how = (long)argument;
  char byte;
  atomic_fetch_add(&ready, 1);
  for (;;) {
    switch (how % 6) {
      case 0:
        break;
      case 1:
        CHECK(read(pipe_[0], &byte, 1) == -2);
        break;
      case 2:
        futex_wait(&word, 0, NULL);
        break;
      case 3:
        sched_yield();
        break;
      case 4:
        sleep_ms(1);
        break;
      default:
        getppid();
    }
  }
  return NULL;
}

static pid_t victim(void) {
  int told[2];
  SYS(pipe(told));
  pid_t child = SYS(fork());
  if (child == 0) {
    for (long i = 0; i < THREADS; i++) {
      start(body, (void *)i);
    }
    while (atomic_load(&ready) < THREADS) {
      sched_yield();
    }
    CHECK(write(told[1], "x", 1) == 1);
    for (;;) {
      pause();
    }
  }
  char byte;
  CHECK(read(told[0], &byte, 1) == 1);
  SYS(close(told[0]));
  SYS(close(told[1]));
  return child;
}

static void *kill_self(void *argument) {
  SYS(kill(getpid(), (int)(long)argument));
  for (;;) {
    pause();
  }
  return NULL;
}

int main(void) {
  SYS(pipe(pipe_));
  int signals[] = {SIGKILL, SIGTERM, SIGUSR1, SIGRTMIN + 2, SIGKILL};
  for (size_t i = 0; i < COUNT(signals); i++) {
    pid_t child = victim();
    SYS(kill(child, signals[i]));
    EXPECT_SIGNALLED(child, signals[i]);
  }
  step("five processes of 13 threads were killed");
  for (size_t i = 0; i < 2; i++) {
    pid_t child = SYS(fork());
    if (child == 0) {
      for (long k = 0; k < 4; k++) {
        start(body, (void *)k);
      }
      start(kill_self, (void *)(long)signals[i]);
      kill_self((void *)(long)signals[i]);
    }
    EXPECT_SIGNALLED(child, signals[i]);
  }
  step("two killed themselves");
  return success();
}
