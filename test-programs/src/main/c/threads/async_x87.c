// The state of the loop is on the x87 stack; signals come while it is full, and handlers use it.
// cflags: -O2 -mfpmath=387
#include "async.h"

enum { ROUNDS = 120000000 };

static volatile double scratch;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  /* The handler starts with an empty stack of its own and may use all of it. */
  long double a = 1, b = 2, c = 3;
  for (int i = 0; i < 5; i++) {
    a = a * b + c;
  }
  scratch = (double)a;
  sample("x87", (long)digest_vectors(context), context);
}

static void print(const char *what, long double value) {
  uint64_t mantissa;
  uint16_t exponent;
  memcpy(&mantissa, &value, 8);
  memcpy(&exponent, (char *)&value + 8, 2);
  step("%s %016lx %04x", what, (unsigned long)mantissa, exponent);
}

/* Adds 1 to eight registers as often as the argument says; what the sum is, is the result. */
__attribute__((noinline, noipa)) static long double all_eight(long rounds) {
  long double sum;
  __asm__ volatile(
      "fninit\n"
      "fldz\n fldz\n fldz\n fldz\n fldz\n fldz\n fldz\n"
      "1: fld1\n"
      "fadd %%st, %%st(1)\n fadd %%st, %%st(2)\n fadd %%st, %%st(3)\n fadd %%st, %%st(4)\n"
      "fadd %%st, %%st(5)\n fadd %%st, %%st(6)\n faddp %%st, %%st(7)\n"
      "dec %1\n"
      "jnz 1b\n"
      "faddp\n faddp\n faddp\n faddp\n faddp\n faddp\n"
      : "=t"(sum), "+r"(rounds)
      :
      : "st(1)", "st(2)", "st(3)", "st(4)", "st(5)", "st(6)", "st(7)", "cc");
  return sum;
}

__attribute__((noinline, noipa)) static long double series(long rounds) {
  long double pi = 0, sign = 4;
  for (long i = 0; i < rounds; i++) {
    pi += sign / (2 * i + 1);
    sign = -sign;
  }
  return pi;
}

int main(void) {
  start_ticks(5000, on_tick, 0);
  print("eight registers", all_eight(ROUNDS / 2));
  print("pi", series(ROUNDS));
  /* The control word's precision and rounding hold through the handlers. */
  uint16_t control = 0x0c7f, back;
  __asm__ volatile("fldcw %0" : : "m"(control));
  print("pi rounded to zero in single precision", series(ROUNDS / 4));
  __asm__ volatile("fnstcw %0" : "=m"(back));
  CHECK(back == control);
  stop_ticks();
  return success();
}
