// Threads that are stopped in a string instruction just before a call, with no place for a jump
// between: the way to a good point comes to the call.
// links: -pthread
#include "threads.h"

#define ROUNDS 60
#define LENGTH (32l << 20)

static char *areas[3];
static volatile long counts[3];

static long fill_and_call(char *area, int byte, long number) {
  long result, count = LENGTH;
  __asm__ volatile(
      "rep stosb\n"
      "mov %[number], %%rax\n"
      "1: jmp 2f\n"
      "2: syscall\n"
      "cmp $-1, %%rax\n"
      "je 1b\n"
      : "=a"(result), "+D"(area), "+c"(count)
      : "a"(byte), [number] "r"(number)
      : "r11", "memory", "cc");
  return result;
}

static void *caller(void *argument) {
  long me = (long)argument;
  const long numbers[] = {SYS_getpid, SYS_getppid, SYS_getuid};
  const long expected[] = {getpid(), getppid(), (long)getuid()};
  for (int i = 0; i < ROUNDS; i++) {
    CHECK(fill_and_call(areas[me], i, numbers[me]) == expected[me]);
    CHECK(areas[me][0] == i && areas[me][LENGTH - 1] == i);
    counts[me]++;
  }
  return NULL;
}

int main(void) {
  pthread_t threads[COUNT(counts)];
  for (long i = 0; i < (long)COUNT(counts); i++) {
    areas[i] = SYS(mmap(NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    CHECK(pthread_create(&threads[i], NULL, caller, (void *)i) == 0);
  }
  for (size_t i = 0; i < COUNT(counts); i++) {
    CHECK(pthread_join(threads[i], NULL) == 0);
  }
  step("calls %ld %ld %ld", counts[0], counts[1], counts[2]);
  return success();
}
