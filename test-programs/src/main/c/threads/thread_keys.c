// Keys of pthreads: values apart, destructors at the end of a thread, repeated if they set again.
// links: -pthread
#include "threads.h"

static pthread_key_t plain, again;
static atomic_int destroyed, repeated;

static void destroy(void *value) {
  free(value);
  atomic_fetch_add(&destroyed, 1);
}

static void set_again(void *value) {
  atomic_fetch_add(&repeated, 1);
  PT(pthread_setspecific(again, value));
}

static void *body(void *argument) {
  CHECK(pthread_getspecific(plain) == NULL);
  long *value = malloc(sizeof *value);
  *value = (long)argument;
  PT(pthread_setspecific(plain, value));
  if (argument == NULL) {
    PT(pthread_setspecific(again, value));
  }
  sched_yield();
  CHECK(pthread_getspecific(plain) == value && *value == (long)argument);
  return NULL;
}

int main(void) {
  PT(pthread_key_create(&plain, destroy));
  PT(pthread_key_create(&again, set_again));
  pthread_t threads[10];
  for (long i = 0; i < 10; i++) {
    threads[i] = start(body, (void *)i);
  }
  for (int i = 0; i < 10; i++) {
    join(threads[i]);
  }
  step("%d destroyed, repeated %d times", destroyed, repeated);
  pthread_key_t many[200];
  for (size_t i = 0; i < COUNT(many); i++) {
    PT(pthread_key_create(&many[i], NULL));
    PT(pthread_setspecific(many[i], &many[i]));
  }
  for (size_t i = 0; i < COUNT(many); i++) {
    CHECK(pthread_getspecific(many[i]) == &many[i]);
    PT(pthread_key_delete(many[i]));
  }
  step("200 more keys");
  return success();
}
