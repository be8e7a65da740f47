// What follows a syscall or rdtsc instruction is jumped to where nobody can know of it beforehand: by
// a pointer, as a switch does, or by a return; after the instruction itself has run often.
#include "program.h"
#include <sys/time.h>

/*
 * Each: a function (way) that runs its instruction and then what follows. With a way of 1, 2 or 3 it
 * comes to label 1, 2 or 3 of that instead, by a pointer, and with 16 more by a return; with -7 for
 * a result.
 */
#define ENTERED(name, number, instruction, following) \
  __asm__(".pushsection .text\n"                      \
          ".globl " name "\n"                         \
          ".type " name ", @function\n" name          \
          ":\n"                                       \
          "  test %edi, %edi\n"                       \
          "  jnz 7f\n"                                \
          "  mov $" number ", %eax\n"                 \
          "  " instruction "\n" following             \
          "7:\n"                                      \
          "  mov %edi, %edx\n"                        \
          "  and $15, %edx\n"                         \
          "  lea 8f(%rip), %rcx\n"                    \
          "  mov -8(%rcx, %rdx, 8), %rdx\n"           \
          "  add %rcx, %rdx\n"                        \
          "  mov $-7, %rax\n"                         \
          "  mov $-7, %esi\n"                         \
          "  mov $123456, %ecx\n"                     \
          "  test $16, %edi\n"                        \
          "  jnz 9f\n"                                \
          "  jmp *%rdx\n"                             \
          "9:\n"                                      \
          "  push %rdx\n"                             \
          "  ret\n"                                   \
          "8:\n"                                      \
          "  .quad 1b - 8b, 2b - 8b, 3b - 8b\n"       \
          ".popsection\n")

#define LONG "1: 2: 3: add $1, %rax\n ret\n"
#define TWO "1: mov %eax, %esi\n 2: 3: lea 1(%rsi), %eax\n cltq\n ret\n"
#define ONE_BYTE "1: 2: 3: inc %eax\n cltq\n ret\n"

ENTERED("before_long", "110", "syscall", LONG); // getppid
ENTERED("before_two", "110", "syscall", TWO);
ENTERED("before_one_byte", "110", "syscall", ONE_BYTE);
ENTERED("stamp", "0", "rdtsc", "1: 2: 3: lea -6, %rax\n ret\n");
extern long before_long(int way), before_two(int way), before_one_byte(int way), stamp(int way);

/* Instructions of one byte side by side: what is pushed has to be popped, so it is entered at 1. */
ENTERED("before_three", "110", "syscall",
        "1: push %rax\n pop %rsi\n lea 1(%rsi), %eax\n cltq\n ret\n 2: 3: ud2\n");
extern long before_three(int way);

enum { ROUNDS = 30, STORM = 2000, BY_RETURN = 16 };

static void unexpected(int signal) {
  static const char text[] = "the program has a signal of somebody else's trap\n";
  write(1, text, sizeof text - 1);
  _exit(signal);
}

static void try(long (*function)(int way), long result, int ways) {
  for (int round = 0; round < ROUNDS; round++) {
    CHECK(function(0) == result);
  }
  for (int round = 0; round < ROUNDS; round++) {
    for (int way = 1; way <= ways; way++) {
      CHECK(function(way) == -6);
      CHECK(function(way + BY_RETURN) == -6);
    }
    CHECK(function(0) == result);
  }
}

static volatile sig_atomic_t ticks;

static void tick(int signal UNUSED) { ticks++; }

int main(void) {
  for (const int *one = (const int[]){SIGILL, SIGSEGV, SIGTRAP, 0}; *one != 0; one++) {
    signal(*one, unexpected);
  }
  long parent = getppid() + 1;
  try(before_long, parent, 3);
  step("an instruction that fills the jump");
  try(before_two, parent, 3);
  step("two instructions");
  try(before_one_byte, parent, 3);
  try(before_three, parent, 1);
  step("instructions of one byte");
  try(stamp, -6, 3);
  step("a time stamp");
  signal(SIGALRM, tick);
  SYS(setitimer(ITIMER_REAL, &(struct itimerval){{0, 700}, {0, 700}}, NULL));
  for (int round = 0; round < STORM; round++) {
    CHECK(before_long(1 + round % 3) == -6);
    CHECK(before_two(1 + round % 3) == -6);
  }
  SYS(setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL));
  step("while a timer runs");
  return success();
}
