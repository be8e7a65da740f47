// The counter lies behind four pointers; between its steps the same computing repeats.
// cflags: -O2
#include "async.h"

enum { LIMIT = 5000000 };

struct fourth {
  long filler[5];
  volatile long counter;
};
struct third {
  struct fourth *next;
  char filler[40];
};
struct second {
  char filler[72];
  struct third *next;
};
struct first {
  long filler;
  struct second *next;
};

static struct first *root;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("counter", root->next->next->next->counter, context);
}

/* The same registers and stack at each call. */
__attribute__((noinline, noipa)) static uint64_t busy(uint64_t x) {
  for (int i = 0; i < 64; i++) {
    x = mix(x);
  }
  return x;
}

int main(void) {
  root = calloc(1, sizeof *root);
  root->next = calloc(1, sizeof *root->next);
  root->next->next = calloc(1, sizeof *root->next->next);
  root->next->next->next = calloc(1, sizeof *root->next->next->next);
  struct first *start = root;
  uint64_t expected = busy(88172645463325252);
  start_ticks(5000, on_tick, 0);
  while (start->next->next->next->counter < LIMIT) {
    if (busy(88172645463325252) != expected) {
      start->next->next->next->counter = LIMIT + 1;
    }
    start->next->next->next->counter++;
  }
  stop_ticks();
  CHECK(root->next->next->next->counter == LIMIT);
  step("the counter reached %d behind four pointers", LIMIT);
  return success();
}
