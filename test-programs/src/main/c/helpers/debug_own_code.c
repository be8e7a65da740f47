// For a debugger: a program that looks at its own instructions, and a call that fills a variable.
// cflags: -O0
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

volatile long filled = 5;

static int looked_at(int number) {
  return number * 3 + 1;
}

static unsigned sum_of_code(void) {
  const unsigned char *code = (const unsigned char *)(uintptr_t)looked_at;
  unsigned sum = 0;
  for (int i = 0; i < 16; i++) {
    sum = sum * 31 + code[i];
  }
  return sum;
}

int main(void) {
  int p[2];
  if (pipe(p) == 0 && fork() == 0) {
    printf("child's code %u\n", sum_of_code());
    fflush(stdout);
    _exit(0);
  }
  wait(NULL);
  long value = 77;
  if (write(p[1], &value, sizeof value) != sizeof value) {
    return 1;
  }
  if (read(p[0], (void *)&filled, sizeof filled) != sizeof filled) {
    return 1;
  }
  if (write(1, (const void *)(uintptr_t)looked_at, 16) != 16) {
    return 1;
  }
  printf("\nlooked_at %d\n", looked_at(2));
  return 0;
}
