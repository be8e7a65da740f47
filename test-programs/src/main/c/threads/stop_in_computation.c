// A process is stopped while one of its threads computes; when it is continued, another thread
// looks at what that one had stored.
// cflags: -O2
// links: -pthread
#include "threads.h"

enum { STOPS = 4, STOP_AFTER_NS = 20000000 };

static volatile long counted;
static atomic_int looked;
static int requests[2];

static void stop_by_timer(timer_t timer) {
  struct itimerspec time = {.it_value.tv_nsec = STOP_AFTER_NS};
  SYS(timer_settime(timer, 0, &time, NULL));
}

/* At each request it looks how far the other one is, which it tells as a call's argument, too. */
static void *looking(void *argument) {
  char byte;
  for (int i = 0; i < STOPS; i++) {
    CHECK(read(requests[0], &byte, 1) == 1);
    long now = counted;
    CHECK(close(-1 - (int)(now % 1000000)) == -1);
    show("counted to %ld", now);
    if (i + 1 < STOPS) {
      stop_by_timer(*(timer_t *)argument);
    }
  }
  atomic_store(&looked, 1);
  return NULL;
}

static void compute(void) {
  timer_t timer;
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGSTOP};
  SYS(timer_create(CLOCK_MONOTONIC, &event, &timer));
  pthread_t looker = start(looking, &timer);
  stop_by_timer(timer);
  while (!atomic_load(&looked)) {
    counted++;
  }
  join(looker);
}

int main(void) {
  SYS(pipe(requests));
  pid_t child = SYS(fork());
  if (child == 0) {
    compute();
    _exit(0);
  }
  for (int i = 0; i < STOPS; i++) {
    int status;
    CHECK(waitpid(child, &status, WUNTRACED) == child);
    CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
    CHECK(write(requests[1], "r", 1) == 1);
    SYS(kill(child, SIGCONT));
  }
  EXPECT_EXIT(child, 0);
  step("stopped and looked at %d times", STOPS);
  return success();
}
