// Semaphores between threads, between processes in shared memory, and by name.
// links: -pthread
#include "threads.h"

static sem_t slots, items;
static int ring[4], head, tail;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *producer(void *argument UNUSED) {
  for (int i = 1; i <= 2000; i++) {
    SYS(sem_wait(&slots));
    PT(pthread_mutex_lock(&lock));
    ring[head++ % 4] = i;
    PT(pthread_mutex_unlock(&lock));
    SYS(sem_post(&items));
  }
  return NULL;
}

static void *consumer(void *argument UNUSED) {
  long sum = 0;
  for (int i = 1; i <= 2000; i++) {
    SYS(sem_wait(&items));
    PT(pthread_mutex_lock(&lock));
    sum += ring[tail++ % 4];
    PT(pthread_mutex_unlock(&lock));
    SYS(sem_post(&slots));
  }
  return (void *)sum;
}

int main(void) {
  SYS(sem_init(&slots, 0, 4));
  SYS(sem_init(&items, 0, 0));
  pthread_t from = start(producer, NULL), to = start(consumer, NULL);
  join(from);
  step("the consumer's sum is %ld", (long)join(to));
  int value;
  SYS(sem_getvalue(&slots, &value));
  CHECK(value == 4);
  FAILS(sem_trywait(&items), EAGAIN);
  struct timespec past = {1, 0};
  FAILS(sem_timedwait(&items, &past), ETIMEDOUT);
  sem_t *shared = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  SYS(sem_init(&shared[0], 1, 0));
  SYS(sem_init(&shared[1], 1, 0));
  pid_t child = SYS(fork());
  if (child == 0) {
    for (int i = 0; i < 500; i++) {
      SYS(sem_wait(&shared[0]));
      SYS(sem_post(&shared[1]));
    }
    _exit(0);
  }
  for (int i = 0; i < 500; i++) {
    SYS(sem_post(&shared[0]));
    SYS(sem_wait(&shared[1]));
  }
  EXPECT_EXIT(child, 0);
  step("500 turns between processes");
  char name[64];
  snprintf(name, sizeof name, "/jrr-semaphore-%d", getpid());
  sem_t *named = sem_open(name, O_CREAT | O_EXCL, 0600, 2);
  CHECK(named != SEM_FAILED);
  SYS(sem_wait(named));
  SYS(sem_wait(named));
  FAILS(sem_trywait(named), EAGAIN);
  SYS(sem_close(named));
  SYS(sem_unlink(name));
  step("one by name");
  return success();
}
