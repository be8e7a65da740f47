// Signals within rep movs: forward, backward, overlapping, by bytes and by words.
// cflags: -O2
#include "async.h"

enum { SIZE = 4 << 20 };

static unsigned char *memory;
static volatile long round_;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  sample("left", registers[REG_RCX], context);
  show("round %ld", round_);
}

static void forward_bytes(void *to, const void *from, size_t n) {
  __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(n) : : "memory");
}

static void forward_words(void *to, const void *from, size_t n) {
  n /= 8;
  __asm__ volatile("rep movsq" : "+D"(to), "+S"(from), "+c"(n) : : "memory");
}

/* With the direction flag set: each byte is an iteration of its own. */
static void backward_bytes(unsigned char *to, const unsigned char *from, size_t n) {
  to += n - 1;
  from += n - 1;
  __asm__ volatile("std\n rep movsb\n cld" : "+D"(to), "+S"(from), "+c"(n) : : "memory", "cc");
}

int main(void) {
  memory = new_pages(2 * SIZE / PAGE);
  for (long i = 0; i < SIZE; i++) {
    memory[i] = pattern(i);
  }
  start_ticks(3000, on_tick, 0);
  for (round_ = 0; round_ < 120; round_++) {
    forward_bytes(memory + SIZE, memory, SIZE);
    forward_words(memory, memory + SIZE, SIZE);
    if (round_ % 10 == 0) {
      backward_bytes(memory + SIZE, memory, SIZE);
    }
  }
  for (long i = 0; i < SIZE; i++) {
    CHECK(memory[i] == pattern(i) && memory[SIZE + i] == pattern(i));
  }
  step("copied 120 times there and back");
  /* An overlapping copy by one byte fills the area with its first byte, a byte at a time. */
  for (round_ = 0; round_ < 40; round_++) {
    memory[0] = round_;
    forward_bytes(memory + 1, memory, SIZE - 1);
    CHECK(memory[SIZE - 1] == round_);
  }
  stop_ticks();
  step("filled 40 times by overlap");
  return success();
}
