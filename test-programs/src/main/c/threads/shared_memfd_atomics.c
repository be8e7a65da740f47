// Processes that map one memfd at different places work on the same words with atomic instructions.
// links: -pthread
#include "threads.h"

enum { PROCESSES = 3, ROUNDS = 20000 };

struct shared {
  atomic_long sum, maximum, bits, exchanged;
  _Atomic uint32_t tickets;
};

static void work(struct shared *shared, int me) {
  for (int i = 0; i < ROUNDS; i++) {
    atomic_fetch_add(&shared->sum, me + 1);
    long seen = atomic_load(&shared->maximum), mine = (long)i * PROCESSES + me;
    while (seen < mine && !atomic_compare_exchange_weak(&shared->maximum, &seen, mine)) {
    }
    atomic_fetch_or(&shared->bits, 1L << (mine % 63));
    atomic_fetch_add(&shared->tickets, 1);
  }
  long old = atomic_exchange(&shared->exchanged, me + 1);
  CHECK(old >= 0 && old <= PROCESSES && old != me + 1);
}

int main(void) {
  int fd = SYS(memfd_create("words", MFD_CLOEXEC));
  SYS(ftruncate(fd, 4 * PAGE));
  pid_t children[PROCESSES];
  for (int i = 0; i < PROCESSES; i++) {
    children[i] = SYS(fork());
    if (children[i] == 0) {
      for (int k = 0; k < i; k++) {
        new_pages(100);
      }
      char *memory = SYS(mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
      work((struct shared *)(memory + 2 * PAGE + 64), i);
      _exit(0);
    }
  }
  for (int i = 0; i < PROCESSES; i++) {
    EXPECT_EXIT(children[i], 0);
  }
  struct shared result;
  CHECK(pread(fd, &result, sizeof result, 2 * PAGE + 64) == sizeof result);
  step("sum %ld, maximum %ld, bits %lx, tickets %u", result.sum, result.maximum,
       (unsigned long)result.bits, result.tickets);
  show("the last was %ld", result.exchanged);
  return success();
}
