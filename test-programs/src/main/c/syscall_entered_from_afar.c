// What follows a syscall instruction is jumped to from more than a kilobyte away, as the cold part
// of a function does, after the instruction itself has run often.
#include "program.h"

/*
 * Each: a function (way) that makes getppid and answers its result plus 1, or, where way is not 0,
 * comes to what follows the call from afar with -7 for a result, by another kind of branch.
 */
#define ENTERED(name, branch)                                  \
  __asm__(".pushsection .text\n"                               \
          ".globl " name "\n"                                  \
          ".type " name ", @function\n" name                   \
          ":\n"                                                \
          "  test %edi, %edi\n"                                \
          "  jnz 2f\n"                                         \
          "  mov $110, %eax\n" /* getppid */                   \
          "  syscall\n"                                        \
          "1:\n"                                               \
          "  add $1, %rax\n"                                   \
          "  ret\n"                                            \
          "  .skip 3000, 0x90\n"                               \
          "2:\n"                                               \
          "  mov $-7, %rax\n"                                  \
          "  cmp %eax, %eax\n"                                 \
          "  " branch " 1b\n"                                  \
          "  ud2\n"                                            \
          ".popsection\n")

ENTERED("by_jump", "jmp");
ENTERED("by_condition", "je");
extern long by_jump(int way);
extern long by_condition(int way);

enum { ROUNDS = 30 };

static void try(long (*function)(int way)) {
  for (int round = 0; round < ROUNDS; round++) {
    CHECK(function(0) == getppid() + 1);
  }
  for (int round = 0; round < ROUNDS; round++) {
    CHECK(function(1) == -6);
    CHECK(function(0) == getppid() + 1);
  }
}

int main(void) {
  try(by_jump);
  step("by a jump");
  try(by_condition);
  step("by a jump on a condition");
  return success();
}
