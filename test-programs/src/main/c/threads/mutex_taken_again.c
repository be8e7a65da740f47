// A thread that waits for a mutex gets it, though the one that has it waits for others only while it
// has it, and takes it again soon after it lets it go.
// links: -pthread
#include "threads.h"

enum { TIMES = 40, WORK = 100000 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sem_t asked, answered;
static atomic_int taken;

static void *answer(void *argument UNUSED) {
  do {
    SYS(sem_wait(&asked));
    SYS(sem_post(&answered));
  } while (atomic_load(&taken) < TIMES);
  return NULL;
}

static void *take(void *argument UNUSED) {
  while (atomic_load(&taken) < TIMES) {
    PT(pthread_mutex_lock(&mutex));
    atomic_fetch_add(&taken, 1);
    PT(pthread_mutex_unlock(&mutex));
    sleep_ms(1);
  }
  return NULL;
}

/* Waits for an answer while it has the mutex, and computes while it has not. */
static void take_again(void) {
  PT(pthread_mutex_lock(&mutex));
  SYS(sem_post(&asked));
  SYS(sem_wait(&answered));
  PT(pthread_mutex_unlock(&mutex));
  for (volatile int i = 0; i < WORK; i++) {
  }
}

int main(void) {
  SYS(sem_init(&asked, 0, 0));
  SYS(sem_init(&answered, 0, 0));
  pthread_t answering = start(answer, NULL);
  pthread_t taking = start(take, NULL);
  while (atomic_load(&taken) < TIMES) {
    take_again();
  }
  SYS(sem_post(&asked));
  join(answering);
  join(taking);
  step("the mutex was taken %d times", TIMES);
  return success();
}
