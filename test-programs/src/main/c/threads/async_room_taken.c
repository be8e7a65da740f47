// Between signals that come at any instruction, the program takes the memory beside its code and the
// C library's bit by bit, which whatever a replay keeps there must leave in time.
// cflags: -O2
#include "async.h"
#include <sys/mman.h>

enum { ROUNDS = 8, NUMBERS = 400000, BLOCKS = 16 };

#define BLOCK (4L << 20)

static char *blocks[ROUNDS][BLOCKS];
static char *heap[ROUNDS];
static int numbers[NUMBERS];

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("at", 0, context);
}

static int by_value(const void *a, const void *b) {
  int x = *(const int *)a, y = *(const int *)b;
  return (x > y) - (x < y);
}

static void compute(uint64_t x) {
  for (int i = 0; i < NUMBERS; i++) {
    x = mix(x);
    numbers[i] = (int)(x >> 33);
  }
  qsort(numbers, NUMBERS, sizeof *numbers, by_value);
}

static void take(int round) {
  for (int i = 0; i < BLOCKS; i++) {
    char *block = SYS(mmap(NULL, BLOCK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
    CHECK(block[0] == 0 && block[BLOCK - 1] == 0);
    block[0] = block[BLOCK - 1] = (char)(round + 1);
    blocks[round][i] = block;
  }
  heap[round] = SYS(sbrk(BLOCK));
  CHECK(heap[round][0] == 0 && heap[round][BLOCK - 1] == 0);
  heap[round][0] = heap[round][BLOCK - 1] = (char)(round + 1);
}

int main(void) {
  uint64_t digest = 0;
  start_ticks(2000, on_tick, 0);
  for (int round = 0; round < ROUNDS; round++) {
    compute(round + 1);
    digest = digest_bytes(digest, numbers, sizeof numbers);
    take(round);
  }
  stop_ticks();
  step("computed %016lx", (unsigned long)digest);
  for (int round = 0; round < ROUNDS; round++) {
    for (int i = 0; i < BLOCKS; i++) {
      CHECK(blocks[round][i][0] == round + 1 && blocks[round][i][BLOCK - 1] == round + 1);
      SYS(munmap(blocks[round][i], BLOCK));
    }
    CHECK(heap[round][0] == round + 1 && heap[round][BLOCK - 1] == round + 1);
  }
  CHECK(brk(heap[0]) == 0);
  step("took memory and gave it back");
  return success();
}
