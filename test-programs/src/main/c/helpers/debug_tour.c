// For a debugger: variables that change, calls to step into, a signal, vector registers.
// cflags: -O0 -mavx
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

struct point {
  int x, y;
  const char *name;
  double weight;
};

volatile long counter = 0;
volatile int signals_seen = 0;
struct point origin = {3, -4, "origin", 0.5};
static const float lanes[8] __attribute__((aligned(32))) = {1, 2, 4, 8, 16, 32, 64, 128.5};

static void on_signal(int number) {
  signals_seen += number;
}

static int square(int number) {
  int result = number * number;
  return result;
}

static void count(int rounds) {
  for (int round = 1; round <= rounds; round++) {
    counter += round; /* in the loop */
  }
}

static void fill_lanes(void) {
  __asm__ volatile("vmovaps %0, %%ymm0\n\tnop" : : "m"(lanes) : "xmm0");
}

static void lanes_are_filled(void) {}

int main(void) {
  signal(SIGUSR1, on_signal);
  int local = 7;
  local = square(local) + 1; /* first line of interest */
  printf("local %d\n", local);
  count(10);
  fill_lanes();
  lanes_are_filled();
  raise(SIGUSR1);
  printf("counter %ld, signals %d, %s\n", counter, signals_seen, origin.name);
  return 0;
}
