// The direction flag and chains of carries live through signals; handlers start with DF clear.
// cflags: -O2
#include "async.h"

enum { WORDS = 256, ROUNDS = 600000 };

static volatile long with_direction, with_carry;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  uint64_t mine;
  __asm__ volatile("pushfq\n pop %0" : "=r"(mine) : : "memory");
  CHECK((mine & 0x400) == 0);
  greg_t flags = ((ucontext_t *)context)->uc_mcontext.gregs[REG_EFL];
  with_direction += (flags & 0x400) != 0;
  with_carry += flags & 1;
  sample("flags", (long)flags, context);
}

/* Adds numbers of 256 words; between two words the carry is in the flags alone. */
__attribute__((noinline, noipa)) static void add_long(uint64_t *to, const uint64_t *from) {
  long index = -WORDS;
  __asm__ volatile(
      "clc\n"
      "1: mov (%2,%0,8), %%rax\n"
      "adc %%rax, (%1,%0,8)\n"
      "inc %0\n" /* leaves the carry alone */
      "jnz 1b\n"
      : "+r"(index)
      : "r"(to + WORDS), "r"(from + WORDS)
      : "rax", "memory", "cc");
}

/* Sums bytes from the last to the first with lods, the direction flag set all the time. */
__attribute__((noinline, noipa)) static long sum_backward(const unsigned char *bytes, long n) {
  const unsigned char *at = bytes + n - 1;
  long sum = 0;
  __asm__ volatile(
      "std\n"
      "xor %%eax, %%eax\n"
      "1: lodsb\n"
      "imul $31, %0, %0\n"
      "add %%rax, %0\n"
      "dec %2\n"
      "jnz 1b\n"
      "cld\n"
      : "+r"(sum), "+S"(at), "+r"(n)
      :
      : "rax", "memory", "cc");
  return sum;
}

int main(void) {
  static uint64_t a[WORDS], b[WORDS];
  static unsigned char bytes[1 << 20];
  for (int i = 0; i < WORDS; i++) {
    b[i] = ~0UL - (uint64_t)i * (i % 3 == 0);
  }
  for (size_t i = 0; i < sizeof bytes; i++) {
    bytes[i] = pattern(i);
  }
  start_ticks(3000, on_tick, 0);
  for (int i = 0; i < ROUNDS; i++) {
    add_long(a, b);
  }
  step("the sum's digest is %016lx", (unsigned long)digest_bytes(0, a, sizeof a));
  long sum = 0;
  for (int i = 0; i < 300; i++) {
    sum = sum * 7 + sum_backward(bytes, sizeof bytes);
  }
  stop_ticks();
  step("the backward sum is %016lx", (unsigned long)sum);
  CHECK(with_direction > 0);
  show("%ld with direction, %ld with carry", with_direction, with_carry);
  return success();
}
