// Signals within functions of the C library: qsort, strlen, memcpy, memset, strstr, strtod, malloc.
// cflags: -O2
#include "async.h"

enum { NUMBERS = 400000, TEXT = 8 << 20 };

static const char *volatile phase = "start";

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample(phase, 0, context);
  show("vectors %016lx", (unsigned long)digest_vectors(context));
}

static int by_value(const void *a, const void *b) {
  int x = *(const int *)a, y = *(const int *)b;
  return (x > y) - (x < y);
}

static void sort_numbers(void) {
  int *numbers = malloc(NUMBERS * sizeof *numbers);
  uint64_t x = 1;
  for (int i = 0; i < NUMBERS; i++) {
    x = mix(x);
    numbers[i] = (int)(x >> 33);
  }
  qsort(numbers, NUMBERS, sizeof *numbers, by_value);
  for (int i = 1; i < NUMBERS; i++) {
    CHECK(numbers[i - 1] <= numbers[i]);
  }
  step("sorted %016lx", (unsigned long)digest_bytes(0, numbers, NUMBERS * sizeof *numbers));
  free(numbers);
}

static void scan_text(void) {
  char *text = malloc(TEXT), *copy = malloc(TEXT);
  size_t length = 0;
  for (int i = 0; i < 40; i++) {
    memset(text, 'a' + i % 26, TEXT);
    text[TEXT - 1 - i] = 0;
    length += strlen(text);
    memcpy(copy, text, TEXT);
    memmove(copy + 13, copy, TEXT - 13);
    CHECK(memcmp(copy + 13, text, TEXT - 13) == 0);
    CHECK(memchr(text, 0, TEXT) == text + TEXT - 1 - i);
    text[TEXT / 2] = '!';
    CHECK(strstr(text, "!") == text + TEXT / 2 && strrchr(text, '!') == text + TEXT / 2);
  }
  step("lengths %zu", length);
  free(text);
  free(copy);
}

static void convert(void) {
  double sum = 0;
  char text[64];
  for (int i = 1; i < 150000; i++) {
    snprintf(text, sizeof text, "%.17g", 1.0 / i);
    double back = strtod(text, NULL);
    CHECK(back == 1.0 / i);
    sum += back;
  }
  step("converted %a", sum);
}

static void allocate(void) {
  void *blocks[256] = {0};
  uint64_t x = 7, sum = 0;
  for (int i = 0; i < 1500000; i++) {
    x = mix(x);
    free(blocks[x % 256]);
    size_t size = 16 + (x >> 20) % 2000;
    blocks[x % 256] = malloc(size);
    *(long *)blocks[x % 256] = i;
    sum += size;
  }
  for (size_t i = 0; i < COUNT(blocks); i++) {
    free(blocks[i]);
  }
  step("allocated %lu bytes", (unsigned long)sum);
}

int main(void) {
  start_ticks(4000, on_tick, 0);
  phase = "sort";
  sort_numbers();
  phase = "scan";
  scan_text();
  phase = "convert";
  convert();
  phase = "allocate";
  allocate();
  stop_ticks();
  return success();
}
