// Threads map, protect, unmap and allocate at once; each finds its own bytes only.
// links: -pthread
#include "threads.h"

enum { THREADS = 6, ROUNDS = 150 };

static void *body(void *argument) {
  unsigned char me = (unsigned char)(long)argument;
  uint64_t x = me + 1, sum = 0;
  void *blocks[16] = {0};
  size_t sizes[16] = {0};
  for (int i = 0; i < ROUNDS; i++) {
    size_t pages = 1 + i % 7;
    unsigned char *memory = new_pages(pages);
    for (size_t k = 0; k < pages * PAGE; k += 512) {
      CHECK(memory[k] == 0);
      memory[k] = me;
    }
    SYS(mprotect(memory, PAGE, PROT_READ));
    SYS(mprotect(memory, PAGE, PROT_READ | PROT_WRITE));
    memory = SYS(mremap(memory, pages * PAGE, (pages + 3) * PAGE, MREMAP_MAYMOVE));
    for (size_t k = 0; k < pages * PAGE; k += 512) {
      CHECK(memory[k] == me);
    }
    SYS(munmap(memory, (pages + 3) * PAGE));
    x = x * 6364136223846793005 + 1442695040888963407;
    int slot = (int)(x >> 60);
    for (size_t k = 0; k < sizes[slot]; k += 100) {
      CHECK(((unsigned char *)blocks[slot])[k] == me);
    }
    free(blocks[slot]);
    sizes[slot] = (x >> 40) % 200000;
    sum += sizes[slot];
    blocks[slot] = malloc(sizes[slot]);
    memset(blocks[slot], me, sizes[slot]);
  }
  for (int i = 0; i < 16; i++) {
    free(blocks[i]);
  }
  return (void *)sum;
}

int main(void) {
  pthread_t threads[THREADS];
  for (long i = 0; i < THREADS; i++) {
    threads[i] = start(body, (void *)i);
  }
  for (int i = 0; i < THREADS; i++) {
    step("thread %d allocated %ld bytes", i, (long)join(threads[i]));
  }
  return success();
}
