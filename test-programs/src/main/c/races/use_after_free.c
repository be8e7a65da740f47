// One thread frees a message that another may still read; the reader is nearly always done by then.
// links: -pthread
#include "race.h"

enum { ALIVE = 0x600d, DEAD = 0xdead };

struct message {
  volatile int state;
  char text[60];
};

static struct message *_Atomic current;

/* Freed memory keeps a mark, so that the use is seen whatever the allocator does with it. */
static void release(struct message *message) {
  message->state = DEAD;
  memset(message->text, 0, sizeof message->text);
}

static void *reader(void *argument UNUSED) {
  struct message *message = atomic_load(&current);
  if (message != NULL) {
    note("reading");
    size_t length = strlen(message->text);
    if (message->state == DEAD || length != 5) {
      bug("a message was read after it was freed");
    }
  }
  return NULL;
}

static void *owner(void *argument UNUSED) {
  struct message *message = atomic_load(&current);
  work(LONG_WORK);
  atomic_store(&current, NULL);
  release(message);
  return message;
}

int main(void) {
  struct message *message = calloc(1, sizeof *message);
  message->state = ALIVE;
  strcpy(message->text, "hello");
  atomic_store(&current, message);
  pthread_t a = start(reader, NULL), b = start(owner, NULL);
  join(a);
  join(b);
  free(message);
  step("the message was read in time");
  return success();
}
