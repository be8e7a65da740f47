// The 128 bytes below the stack pointer survive a signal and a syscall.
#include "program.h"

static volatile int hits;

static void on_signal(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  volatile char big[2000];
  memset((char *)big, 0xcc, sizeof big);
  hits++;
}

int main(void) {
  handle(SIGUSR1, on_signal, 0);
  handle(SIGSEGV, on_signal, 0);
  long number = SYS_kill, result;
  uint64_t sum;
  __asm__ volatile(
      "mov $1, %%ecx\n"
      "1: mov %%rcx, %%r8\n neg %%r8\n mov %%rcx, (%%rsp,%%r8,8)\n"
      "inc %%ecx\n cmp $17, %%ecx\n jne 1b\n"
      "syscall\n"
      "xor %%r9d, %%r9d\n mov $1, %%ecx\n"
      "2: mov %%rcx, %%r8\n neg %%r8\n add (%%rsp,%%r8,8), %%r9\n"
      "inc %%ecx\n cmp $17, %%ecx\n jne 2b\n"
      "mov %%r9, %%rdx\n"
      : "=&a"(result), "=&d"(sum)
      : "0"(number), "D"((long)getpid()), "S"((long)SIGUSR1)
      : "rcx", "r8", "r9", "r11", "memory", "cc");
  CHECK(result == 0 && hits == 1);
  step("the sum of 16 words in the red zone is %lu", (unsigned long)sum);
  CHECK(sum == 136);
  return success();
}
