// A pool of threads works on a queue of jobs that make further jobs; all is shut down at the end.
// links: -pthread
#include "threads.h"

enum { WORKERS = 5, MAXIMUM = 20000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t more = PTHREAD_COND_INITIALIZER, idle = PTHREAD_COND_INITIALIZER;
static int queue[MAXIMUM], head, tail, working, stopping;
static long done, sum;

static void add(int job) {
  queue[tail++] = job;
  CHECK(tail < MAXIMUM);
  PT(pthread_cond_signal(&more));
}

static void *worker(void *argument UNUSED) {
  PT(pthread_mutex_lock(&lock));
  for (;;) {
    while (head == tail && !stopping) {
      PT(pthread_cond_wait(&more, &lock));
    }
    if (head == tail) {
      break;
    }
    int job = queue[head++];
    working++;
    PT(pthread_mutex_unlock(&lock));
    char *text = malloc(100 + job % 1000);
    int length = snprintf(text, 100, "job %d", job);
    PT(pthread_mutex_lock(&lock));
    free(text);
    done++;
    sum += job + length;
    if (job > 1) {
      add(job / 2);
      add(job - job / 2 - 1);
    }
    if (--working == 0 && head == tail) {
      PT(pthread_cond_broadcast(&idle));
    }
  }
  PT(pthread_mutex_unlock(&lock));
  return NULL;
}

int main(void) {
  pthread_t workers[WORKERS];
  for (int i = 0; i < WORKERS; i++) {
    workers[i] = start(worker, NULL);
  }
  PT(pthread_mutex_lock(&lock));
  add(4000);
  while (working > 0 || head != tail) {
    PT(pthread_cond_wait(&idle, &lock));
  }
  stopping = 1;
  PT(pthread_cond_broadcast(&more));
  PT(pthread_mutex_unlock(&lock));
  for (int i = 0; i < WORKERS; i++) {
    join(workers[i]);
  }
  step("%ld jobs, sum %ld", done, sum);
  return success();
}
