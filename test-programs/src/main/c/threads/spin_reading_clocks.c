// Two threads hand over to each other by a word in memory; who waits asks for the time in a loop, by
// rdtsc or by clock_gettime, and gives up after a minute.
// links: -pthread
#include "threads.h"
#include <stdbool.h>
#include <x86intrin.h>

enum { TURNS = 100, LIMIT_S = 60 };

static atomic_int turn;

static time_t now_s(void) {
  struct timespec now;
  SYS(clock_gettime(CLOCK_MONOTONIC, &now));
  return now.tv_sec;
}

/* Whether the turn is the wanted one; asks for the time a few times. */
static bool looks(int wanted, bool stamps) {
  for (int i = 0; i < 8 && atomic_load(&turn) != wanted; i++) {
    if (stamps) {
      (void)__rdtsc();
    } else {
      (void)now_s();
    }
  }
  return atomic_load(&turn) == wanted;
}

static void *player(void *argument) {
  int me = (int)(long)argument;
  time_t end = now_s() + LIMIT_S;
  for (int i = 0; i < 2 * TURNS; i++) {
    while (!looks(2 * i + me, i < TURNS)) {
      CHECK(now_s() <= end);
    }
    atomic_store(&turn, 2 * i + me + 1);
  }
  return NULL;
}

int main(void) {
  pthread_t first = start(player, (void *)0L);
  pthread_t second = start(player, (void *)1L);
  join(first);
  join(second);
  CHECK(turn == 4 * TURNS);
  step("%d turns each while the other one looked at clocks", 2 * TURNS);
  return success();
}
