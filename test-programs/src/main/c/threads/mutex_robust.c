// A robust mutex whose owner ends: the next owner learns of it, in threads and between processes.
// links: -pthread
#include "threads.h"

static pthread_mutex_t *lock;

static void make(void) {
  pthread_mutexattr_t attributes;
  PT(pthread_mutexattr_init(&attributes));
  PT(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST));
  PT(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
  PT(pthread_mutex_init(lock, &attributes));
}

static void *die_with_lock(void *argument UNUSED) {
  PT(pthread_mutex_lock(lock));
  return NULL;
}

static atomic_int tid;

static void *wait_for_lock(void *argument UNUSED) {
  atomic_store(&tid, own_tid());
  int result = pthread_mutex_lock(lock);
  CHECK(result == EOWNERDEAD);
  PT(pthread_mutex_consistent(lock));
  PT(pthread_mutex_unlock(lock));
  return NULL;
}

int main(void) {
  lock = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  make();
  join(start(die_with_lock, NULL));
  CHECK(pthread_mutex_lock(lock) == EOWNERDEAD);
  PT(pthread_mutex_consistent(lock));
  PT(pthread_mutex_unlock(lock));
  step("a thread died, the mutex was mended");
  join(start(die_with_lock, NULL));
  CHECK(pthread_mutex_lock(lock) == EOWNERDEAD);
  PT(pthread_mutex_unlock(lock));
  CHECK(pthread_mutex_lock(lock) == ENOTRECOVERABLE);
  step("not mended: not recoverable");
  make();
  int pipe_[2];
  SYS(pipe(pipe_));
  pid_t child = SYS(fork());
  if (child == 0) {
    PT(pthread_mutex_lock(lock));
    CHECK(write(pipe_[1], "x", 1) == 1);
    for (;;) {
      pause();
    }
  }
  char byte;
  CHECK(read(pipe_[0], &byte, 1) == 1);
  pthread_t waiter = start(wait_for_lock, NULL);
  wait_until_thread_sleeps(&tid);
  SYS(kill(child, SIGKILL));
  join(waiter);
  EXPECT_SIGNALLED(child, SIGKILL);
  step("a process was killed with the mutex while a thread waited for it");
  return success();
}
