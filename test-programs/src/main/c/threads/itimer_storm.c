// A timer of 1 ms while the program computes, for half a second unless it is given the rounds; the
// handler samples a global counter.
// cflags: -O2
#include "async.h"

enum { ROUNDS = 1100, LENGTH = 4096 };

static volatile long counter;
static double values[LENGTH];

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("counter", counter, context);
}

int main(int count, char **arguments) {
  int rounds = count > 1 ? atoi(arguments[1]) : ROUNDS;
  for (int i = 0; i < LENGTH; i++) {
    values[i] = pattern(i) / 256.0;
  }
  start_ticks(1000, on_tick, 0);
  uint64_t state = 1;
  for (int round = 0; round < rounds; round++) {
    for (int i = 0; i < LENGTH; i++) {
      int other = (int)(state % LENGTH);
      state = mix(state);
      values[i] = values[i] * 0.75 + values[other] * 0.25;
      for (int k = 0; k < 64; k++) {
        state = mix(state);
      }
      counter++;
    }
  }
  await_rate();
  stop_ticks();
  double sum = 0;
  for (int i = 0; i < LENGTH; i++) {
    sum += values[i];
  }
  step("counter %ld, state %016lx, sum %a", counter, (unsigned long)state, sum);
  return success();
}
