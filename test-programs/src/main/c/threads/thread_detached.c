// Detached threads, by attribute, by the creator and by themselves, end when they like.
// links: -pthread
#include "threads.h"

static sem_t done;

static void *body(void *argument) {
  if (argument != NULL) {
    PT(pthread_detach(pthread_self()));
  }
  SYS(sem_post(&done));
  return NULL;
}

int main(void) {
  SYS(sem_init(&done, 0, 0));
  pthread_attr_t attributes;
  PT(pthread_attr_init(&attributes));
  PT(pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED));
  for (int i = 0; i < 10; i++) {
    pthread_t thread;
    PT(pthread_create(&thread, &attributes, body, NULL));
    PT(pthread_detach(start(body, NULL)));
    start(body, &done);
  }
  for (int i = 0; i < 30; i++) {
    SYS(sem_wait(&done));
  }
  wait_for_threads(1);
  step("30 threads have come and gone");
  return success();
}
