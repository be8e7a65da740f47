// Two threads wait for each other by spinning, with no system call.
// cflags: -O2
// links: -pthread
#include "async.h"
#include <pthread.h>
#include <stdatomic.h>

enum { TURNS = 6 };

static atomic_int turn;
static volatile long spins[2];

/* The state of a waiting thread is the same in every round but for its count of rounds. */
static void *player(void *argument) {
  int me = (int)(long)argument;
  for (int i = 0; i < TURNS; i++) {
    while (atomic_load_explicit(&turn, memory_order_acquire) != 2 * i + me) {
      spins[me]++;
    }
    show("thread %d has turn %d after %ld spins", me, i, spins[me]);
    atomic_store_explicit(&turn, 2 * i + me + 1, memory_order_release);
  }
  return NULL;
}

int main(void) {
  pthread_t threads[2];
  for (long i = 0; i < 2; i++) {
    CHECK(pthread_create(&threads[i], NULL, player, (void *)i) == 0);
  }
  for (int i = 0; i < 2; i++) {
    CHECK(pthread_join(threads[i], NULL) == 0);
  }
  CHECK(turn == 2 * TURNS);
  step("%d turns each", TURNS);
  return success();
}
