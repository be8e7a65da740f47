// A handler samples what short loops compute that are left by their end, by a jump from their middle, by
// several ways and by a return, one within the other, and by the loop instruction.
// cflags: -O2
#include "async.h"

enum { LENGTH = 512 };

static volatile long place;
static long values[LENGTH];
static volatile long rounds;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("rounds", rounds, context);
  show("place %ld, values %016lx", place, (unsigned long)digest_bytes(0, values, sizeof values));
}

/* Left by a return, from the middle or at the end. */
__attribute__((noinline)) static long find(long wanted) {
  for (long i = 0; i < LENGTH; i++) {
    if (values[i] == wanted) return i;
    place = i;
  }
  return -1;
}

/* The jump back is at the end, and never falls through. */
static long leave_from_the_middle(long start) {
  long count = 0;
  __asm__ volatile(
      "1: incq %0\n"
      "cmpq $700, %0\n"
      "jae 2f\n"
      "leaq 3(%1,%0), %1\n"
      "jmp 1b\n"
      "nopw 16(%%rax)\n"
      "2:\n"
      : "+r"(count), "+r"(start)
      :
      : "cc");
  return start;
}

static long count_down(long start) {
  long count = 300;
  __asm__ volatile(
      "1: leaq 5(%1,%0), %1\n"
      "loop 1b\n"
      : "+c"(count), "+r"(start)
      :
      : "cc");
  return start;
}

/* Where it is left depends on what it finds. */
static long search(uint64_t state) {
  long sum = 0;
  for (int i = 0; i < LENGTH; i++) {
    state = mix(state);
    if (state % 97 == 0) break;
    if (state % 89 == 1) return sum;
    values[i] += (long)(state & 15);
    sum += values[i];
  }
  return sum + 1;
}

static long within(long start) {
  for (volatile int i = 0; i < 3; i++) {
    for (int j = 0; j < 5; j++) {
      for (int k = 0; k < 7; k++) {
        values[(start + k) % LENGTH] ^= j;
      }
      start = start * 3 + i;
    }
  }
  return start;
}

int main(void) {
  for (int i = 0; i < LENGTH; i++) {
    values[i] = pattern(i);
  }
  start_ticks(2000, on_tick, 0);
  long state = 1;
  for (rounds = 0; rounds < 400000; rounds++) {
    state += find(1000 + rounds % 300);
    state = leave_from_the_middle(state);
    state = count_down(state);
    state += search((uint64_t)state | 1);
    state = within(state & 0xffff);
  }
  await_rate();
  stop_ticks();
  step("state %ld, values %016lx", state, (unsigned long)digest_bytes(0, values, sizeof values));
  return success();
}
