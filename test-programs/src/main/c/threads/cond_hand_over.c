// Twenty thousand hand-overs between two threads by a condition variable.
// links: -pthread
#include "threads.h"

enum { TURNS = 10000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int turn;
static uint64_t digest = 1;

static void *player(void *argument) {
  int me = (int)(long)argument;
  PT(pthread_mutex_lock(&lock));
  for (int i = 0; i < TURNS; i++) {
    while (turn != me) {
      PT(pthread_cond_wait(&changed, &lock));
    }
    digest = digest * 31 + me;
    turn = !me;
    PT(pthread_cond_signal(&changed));
  }
  PT(pthread_mutex_unlock(&lock));
  return NULL;
}

int main(void) {
  pthread_t a = start(player, (void *)0), b = start(player, (void *)1);
  join(a);
  join(b);
  step("%d hand-overs, digest %016lx", 2 * TURNS, (unsigned long)digest);
  return success();
}
