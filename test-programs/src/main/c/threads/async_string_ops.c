// Signals within rep stos, repne scas, repe cmps and rep lods, in both directions.
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

static void fill(void *to, int value, size_t n) {
  __asm__ volatile("rep stosb" : "+D"(to), "+c"(n) : "a"(value) : "memory");
}

static void fill_words(void *to, long value, size_t n) {
  n /= 8;
  __asm__ volatile("rep stosq" : "+D"(to), "+c"(n) : "a"(value) : "memory");
}

/* How many bytes stand before the first with this value. */
static long find(const unsigned char *in, int value, size_t n) {
  const unsigned char *at = in;
  __asm__ volatile("repne scasb" : "+D"(at), "+c"(n) : "a"(value) : "memory", "cc");
  return at - 1 - in;
}

/* How many bytes are equal at the start. */
static long compare(const unsigned char *a, const unsigned char *b, size_t n) {
  const unsigned char *at = a;
  __asm__ volatile("repe cmpsb" : "+S"(at), "+D"(b), "+c"(n) : : "memory", "cc");
  return at - 1 - a;
}

/* The last of these bytes that has the value, found from the end. */
static long find_last(const unsigned char *in, int value, size_t n) {
  const unsigned char *at = in + n - 1;
  __asm__ volatile("std\n repne scasb\n cld" : "+D"(at), "+c"(n) : "a"(value) : "memory", "cc");
  return at + 1 - in;
}

static int load(const unsigned char *from, size_t n) {
  int last = 0;
  __asm__ volatile("rep lodsb" : "+S"(from), "+c"(n), "+a"(last) : : "memory");
  return last & 255;
}

int main(void) {
  memory = new_pages(2 * SIZE / PAGE);
  start_ticks(3000, on_tick, 0);
  for (round_ = 0; round_ < 30; round_++) {
    long place = SIZE / 2 + 1000 * (round_ % 50);
    fill(memory, 'a', SIZE);
    fill_words(memory + SIZE, 0x6161616161616161, SIZE);
    memory[place] = 'b';
    CHECK(find(memory, 'b', SIZE) == place);
    CHECK(compare(memory, memory + SIZE, SIZE) == place);
    CHECK(find_last(memory, 'b', SIZE) == place);
    CHECK(load(memory, place + 1) == 'b');
  }
  stop_ticks();
  step("30 rounds of filling, finding and comparing");
  return success();
}
