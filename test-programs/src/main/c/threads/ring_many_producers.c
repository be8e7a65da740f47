// Four producers and four consumers on one bounded queue of tickets (compare and exchange).
// links: -pthread
#include "threads.h"

enum { SIZE = 32, PRODUCERS = 4, CONSUMERS = 4, EACH = 2000 };

static struct {
  atomic_ulong sequence;
  long value;
} slots[SIZE];
static atomic_ulong head, tail;
static atomic_long sum;

/* Moves a position on when the slot is in the state that is waited for; answers the slot. */
static unsigned long claim(atomic_ulong *position, unsigned long offset) {
  for (;;) {
    unsigned long at = atomic_load(position);
    unsigned long sequence = atomic_load(&slots[at % SIZE].sequence);
    if (sequence == at + offset) {
      if (atomic_compare_exchange_weak(position, &at, at + 1)) {
        return at;
      }
    } else if ((long)(sequence - at - offset) < 0) {
      sched_yield();
    }
  }
}

static void *produce(void *argument) {
  for (long i = 0; i < EACH; i++) {
    unsigned long at = claim(&head, 0);
    slots[at % SIZE].value = (long)argument * EACH + i;
    atomic_store(&slots[at % SIZE].sequence, at + 1);
  }
  return NULL;
}

static void *consume(void *argument UNUSED) {
  for (long i = 0; i < PRODUCERS * EACH / CONSUMERS; i++) {
    unsigned long at = claim(&tail, 1);
    atomic_fetch_add(&sum, slots[at % SIZE].value);
    atomic_store(&slots[at % SIZE].sequence, at + SIZE);
  }
  return NULL;
}

int main(void) {
  for (int i = 0; i < SIZE; i++) {
    slots[i].sequence = i;
  }
  pthread_t threads[PRODUCERS + CONSUMERS];
  for (long i = 0; i < PRODUCERS + CONSUMERS; i++) {
    threads[i] = start(i < PRODUCERS ? produce : consume, (void *)i);
  }
  for (int i = 0; i < PRODUCERS + CONSUMERS; i++) {
    join(threads[i]);
  }
  step("sum %ld of %lu values", sum, atomic_load(&tail));
  return success();
}
