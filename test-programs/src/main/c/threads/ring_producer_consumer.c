// A ring of atomics between one producer and one consumer, and between processes.
// links: -pthread
#include "threads.h"

enum { SIZE = 64, ITEMS = 100000 };

struct ring {
  _Alignas(64) atomic_ulong head;
  _Alignas(64) atomic_ulong tail;
  uint64_t slots[SIZE];
};

static struct ring *ring;

static void *produce(void *argument UNUSED) {
  for (unsigned long i = 0; i < ITEMS; i++) {
    while (i - atomic_load_explicit(&ring->tail, memory_order_acquire) == SIZE) {
      sched_yield();
    }
    ring->slots[i % SIZE] = i * 2654435761u;
    atomic_store_explicit(&ring->head, i + 1, memory_order_release);
  }
  return NULL;
}

static void *consume(void *argument UNUSED) {
  uint64_t digest = 0;
  for (unsigned long i = 0; i < ITEMS; i++) {
    while (atomic_load_explicit(&ring->head, memory_order_acquire) == i) {
      sched_yield();
    }
    CHECK(ring->slots[i % SIZE] == i * 2654435761u);
    digest = digest * 31 + ring->slots[i % SIZE];
    atomic_store_explicit(&ring->tail, i + 1, memory_order_release);
  }
  return (void *)digest;
}

int main(void) {
  ring = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  pthread_t producer = start(produce, NULL), consumer = start(consume, NULL);
  join(producer);
  step("between threads: %016lx", (unsigned long)join(consumer));
  memset(ring, 0, sizeof *ring);
  pid_t child = SYS(fork());
  if (child == 0) {
    produce(NULL);
    _exit(0);
  }
  step("between processes: %016lx", (unsigned long)consume(NULL));
  EXPECT_EXIT(child, 0);
  return success();
}
