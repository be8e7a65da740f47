// fork in a process with threads: the child has one, the handlers of pthread_atfork run in order.
// links: -pthread
#include "threads.h"

static char log_[64];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_int stop;

static void note(const char *what) {
  strcat(log_, what);
}
static void prepare_1(void) {
  note("p1 ");
  PT(pthread_mutex_lock(&lock));
}
static void prepare_2(void) {
  note("p2 ");
}
static void parent(void) {
  note("parent ");
  PT(pthread_mutex_unlock(&lock));
}
static void child_(void) {
  note("child ");
  PT(pthread_mutex_unlock(&lock));
}

static void *locker(void *argument UNUSED) {
  while (!atomic_load(&stop)) {
    PT(pthread_mutex_lock(&lock));
    PT(pthread_mutex_unlock(&lock));
    sched_yield();
  }
  return NULL;
}

static void *new_thread(void *argument) {
  return argument;
}

static void *forker(void *argument) {
  for (int i = 0; i < 10; i++) {
    log_[0] = 0;
    pid_t pid = SYS(fork());
    if (pid == 0) {
      CHECK(count_threads() == 1 && own_tid() == getpid());
      CHECK(strcmp(log_, "p2 p1 child ") == 0);
      PT(pthread_mutex_lock(&lock));
      PT(pthread_mutex_unlock(&lock));
      CHECK(join(start(new_thread, argument)) == argument);
      _exit(i);
    }
    CHECK(strcmp(log_, "p2 p1 parent ") == 0);
    EXPECT_EXIT(pid, i);
  }
  return NULL;
}

int main(void) {
  PT(pthread_atfork(prepare_1, parent, child_));
  PT(pthread_atfork(prepare_2, NULL, NULL));
  pthread_t lockers[3];
  for (int i = 0; i < 3; i++) {
    lockers[i] = start(locker, NULL);
  }
  join(start(forker, &lock));
  step("ten forks by a thread while three others lock");
  forker(&lock);
  step("ten more by the first thread");
  atomic_store(&stop, 1);
  for (int i = 0; i < 3; i++) {
    join(lockers[i]);
  }
  return success();
}
