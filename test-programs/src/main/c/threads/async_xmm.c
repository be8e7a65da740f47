// The state of the loop is in vector registers alone; the handler reads them from its frame.
// cflags: -O2
#include "async.h"

enum { ROUNDS = 300000000 };

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("vectors", (long)digest_vectors(context), context);
}

/*
 * Counts in xmm0 until its lowest double word equals that of the limit in xmm2. The mask in eax is
 * the same in every round but the last.
 */
__attribute__((noinline, noipa)) static long count_integers(long rounds) {
  long one = 1, result;
  __asm__ volatile(
      "pxor %%xmm0, %%xmm0\n"
      "movq %1, %%xmm1\n"
      "movq %2, %%xmm2\n"
      "1: paddq %%xmm1, %%xmm0\n"
      "movdqa %%xmm2, %%xmm3\n"
      "pcmpeqd %%xmm0, %%xmm3\n"
      "movmskps %%xmm3, %%eax\n"
      "test $1, %%eax\n"
      "jz 1b\n"
      "movq %%xmm0, %0\n"
      : "=r"(result)
      : "r"(one), "r"(rounds)
      : "xmm0", "xmm1", "xmm2", "xmm3", "eax", "cc");
  return result;
}

__attribute__((noinline, noipa)) static double add_doubles(void) {
  double sum = 0;
  for (double x = 1; x < ROUNDS / 2; x += 1) {
    sum += 1 / x;
  }
  return sum;
}

int main(void) {
  start_ticks(5000, on_tick, 0);
  long reached = count_integers(ROUNDS);
  step("counted to %ld", reached);
  step("harmonic sum %a", add_doubles());
  stop_ticks();
  return success();
}
