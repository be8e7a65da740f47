// A computation in rounds, where each thread reads what its neighbours wrote in the round before.
// links: -pthread
#include "threads.h"

enum { THREADS = 6, ROUNDS = 300 };

static uint64_t cells[2][THREADS];
static pthread_barrier_t barrier;
static atomic_int serial;

static void *body(void *argument) {
  long me = (long)argument;
  for (int round = 0; round < ROUNDS; round++) {
    const uint64_t *from = cells[round % 2];
    cells[(round + 1) % 2][me] =
        from[(me + 1) % THREADS] * 31 + from[(me + THREADS - 1) % THREADS] + me;
    if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) {
      atomic_fetch_add(&serial, 1);
    }
  }
  return NULL;
}

int main(void) {
  pthread_t threads[THREADS];
  PT(pthread_barrier_init(&barrier, NULL, THREADS));
  for (long i = 0; i < THREADS; i++) {
    threads[i] = start(body, (void *)i);
  }
  for (int i = 0; i < THREADS; i++) {
    join(threads[i]);
    step("cell %d: %016lx", i, (unsigned long)cells[0][i]);
  }
  CHECK(serial == ROUNDS);
  PT(pthread_barrier_destroy(&barrier));
  return success();
}
