// Loops over pushf and popf: no image of the flags ever shows TF, whatever stops the program.
// cflags: -O2 -mno-red-zone
#include "async.h"

enum { ROUNDS = 6000000, TF = 0x100, ID = 0x200000, DF = 0x400 };

static volatile long round_;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  CHECK((((ucontext_t *)context)->uc_mcontext.gregs[REG_EFL] & TF) == 0);
  sample("round", round_, context);
}

int main(void) {
  uint64_t seen = 0, sum = 0;
  start_ticks(3000, on_tick, 0);
  for (round_ = 0; round_ < ROUNDS; round_++) {
    uint64_t image;
    __asm__ volatile("cmp %2, %1\n pushfq\n pop %0"
                     : "=r"(image)
                     : "r"(round_ % 3), "r"(1L)
                     : "cc");
    seen |= image;
    sum = sum * 3 + (image & 0x8d5); /* CF PF AF ZF SF OF */
  }
  CHECK((seen & TF) == 0);
  step("flags of comparisons: %016lx", (unsigned long)sum);
  /* Changes the flags through the stack and back, with pushf as the first and last of a group. */
  for (round_ = 0; round_ < ROUNDS / 2; round_++) {
    uint64_t image;
    __asm__ volatile(
        "pushfq\n"
        "xorq %1, (%%rsp)\n"
        "popfq\n"
        "pushfq\n"
        "pop %0\n"
        : "=&r"(image)
        : "e"(ID)
        : "cc", "memory");
    seen |= image;
    CHECK(((image & ID) != 0) == (round_ % 2 == 0));
  }
  CHECK((seen & TF) == 0);
  step("%ld changes by popf", round_);
  /* A saved image restored later, with the direction flag in it. */
  for (round_ = 0; round_ < ROUNDS / 2; round_++) {
    uint64_t image;
    __asm__ volatile(
        "std\n"
        "pushfq\n"
        "cld\n"
        "popfq\n"
        "pushfq\n"
        "cld\n"
        "pop %0\n"
        : "=r"(image)
        :
        : "cc", "memory");
    CHECK((image & DF) != 0 && (image & TF) == 0);
  }
  stop_ticks();
  step("%ld restored images", round_);
  return success();
}
