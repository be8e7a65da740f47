// Threads end in the reverse order of their creation, each joined by the one before.
// links: -pthread
#include "threads.h"

enum { DEPTH = 20 };

static char order[DEPTH + 1];
static atomic_int ended;

static void *body(void *argument) {
  long level = (long)argument;
  if (level + 1 < DEPTH) {
    pthread_t next = start(body, (void *)(level + 1));
    CHECK((long)join(next) == level + 1);
  }
  order[atomic_fetch_add(&ended, 1)] = 'a' + level;
  pthread_exit(argument);
}

static void *self_join(void *argument UNUSED) {
  CHECK(pthread_join(pthread_self(), NULL) == EDEADLK);
  return NULL;
}

int main(void) {
  join(start(body, (void *)0));
  step("ended in the order %s", order);
  join(start(self_join, NULL));
  pthread_t threads[8];
  for (long i = 0; i < 8; i++) {
    threads[i] = start(self_join, NULL);
  }
  for (int i = 7; i >= 0; i--) {
    join(threads[i]);
  }
  step("joined from the last to the first");
  return success();
}
