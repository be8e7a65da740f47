// For a debugger: a call that is made so often that jrr makes it a buffered one, with code around it.
// cflags: -O0
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CALLS = 500 };

volatile long calls, sum;
char text[16] = "unread";

/* The syscall instruction is call_site; the next, after_call, moves into the stub with it. */
static long own_call(long number, long first, long second, long third) {
  long result;
  __asm__ volatile(
      "mov %2, %%rdi\n\t"
      "mov %3, %%rsi\n\t"
      "mov %4, %%rdx\n\t"
      ".globl call_site\n"
      "call_site:\n\t"
      "syscall\n\t"
      ".globl after_call\n"
      "after_call:\n\t"
      "lea 7(%%rax), %%r9\n\t"
      "sub $7, %%r9\n\t"
      "mov %%r9, %0"
      : "=r"(result)
      : "a"(number), "r"(first), "r"(second), "r"(third)
      : "rdi", "rsi", "rdx", "rcx", "r9", "r11", "memory");
  calls++;
  return result;
}

static void on_signal(int number) {
  sum += number;
}

static void often(void) {
  for (int i = 0; i < CALLS; i++) {
    sum += own_call(SYS_getppid, 0, 0, 0) != getppid();
  }
}

static void is_hot(void) {}

int main(void) {
  signal(SIGUSR1, on_signal);
  int zero = open("/dev/zero", O_RDONLY);
  often();
  is_hot();
  long got = own_call(SYS_read, zero, (long)text, sizeof text);
  own_call(SYS_kill, getpid(), SIGUSR1, 0);
  printf("read %ld, sum %ld, calls %ld\n", got, sum, calls);
  return got == sizeof text && sum == SIGUSR1 ? 0 : 1;
}
