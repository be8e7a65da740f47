// Two threads, and two processes, hand a turn over by signals that they wait for.
// links: -pthread
#include "threads.h"

enum { TURNS = 800 };

static pthread_t players[2];
static pthread_barrier_t barrier;
static long sum;

static void *body(void *argument) {
  int me = (int)(long)argument, taken;
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  pthread_barrier_wait(&barrier);
  for (int i = 0; i < TURNS; i++) {
    if (i > 0 || me == 1) {
      PT(sigwait(&set, &taken));
    }
    sum = sum * 3 % 1000003 + me + 1;
    PT(pthread_kill(players[!me], SIGUSR1));
  }
  if (me == 0) {
    PT(sigwait(&set, &taken));
  }
  return NULL;
}

int main(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  PT(pthread_sigmask(SIG_BLOCK, &set, NULL));
  PT(pthread_barrier_init(&barrier, NULL, 3));
  for (long i = 0; i < 2; i++) {
    players[i] = start(body, (void *)i);
  }
  pthread_barrier_wait(&barrier);
  join(players[0]);
  join(players[1]);
  step("threads: %ld", sum);
  pid_t parent = getpid(), child = SYS(fork());
  if (child == 0) {
    for (int i = 0; i < TURNS; i++) {
      CHECK(SYS(sigwaitinfo(&set, NULL)) == SIGUSR1);
      SYS(kill(parent, SIGUSR1));
    }
    _exit(0);
  }
  for (int i = 0; i < TURNS; i++) {
    SYS(kill(child, SIGUSR1));
    CHECK(SYS(sigwaitinfo(&set, NULL)) == SIGUSR1);
  }
  EXPECT_EXIT(child, 0);
  step("processes: %d turns", TURNS);
  return success();
}
