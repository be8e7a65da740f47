// Cancellation: at a blocking call, at once in computing, disabled; with clean-up handlers.
// links: -pthread
#include "threads.h"

static char log_[64];
static atomic_int tid;
static atomic_int asked;
static int pipe_[2];

static void clean(void *what) {
  strcat(log_, what);
}

static void unlock(void *lock) {
  PT(pthread_mutex_unlock(lock));
  strcat(log_, "unlocked ");
}

static void *blocked(void *argument UNUSED) {
  char byte;
  pthread_cleanup_push(clean, "first ");
  pthread_cleanup_push(clean, "second ");
  atomic_store(&tid, own_tid());
  CHECK(read(pipe_[0], &byte, 1) == -2);
  pthread_cleanup_pop(0);
  pthread_cleanup_pop(0);
  return NULL;
}

/* Some straight code: a replay searches for a place of it, and looks at each visit. */
static inline uint64_t mixed(uint64_t x) {
#pragma GCC unroll 16
  for (int i = 0; i < 16; i++) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
  }
  return x;
}

static void *computing(void *argument UNUSED) {
  volatile uint64_t state = 1;
  PT(pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL));
  atomic_store(&tid, own_tid());
  for (;;) {
    state = mixed(state);
  }
  return NULL;
}

static void *disabled(void *argument UNUSED) {
  int old;
  PT(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old));
  atomic_store(&tid, own_tid());
  while (!atomic_load(&asked)) {
    sleep_ms(1);
  }
  sleep_ms(20);
  strcat(log_, "slept ");
  PT(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old));
  pthread_testcancel();
  CHECK(!"not cancelled");
  return NULL;
}

static void *condition(void *argument UNUSED) {
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  static pthread_cond_t never = PTHREAD_COND_INITIALIZER;
  PT(pthread_mutex_lock(&lock));
  pthread_cleanup_push(unlock, &lock);
  atomic_store(&tid, own_tid());
  for (;;) {
    pthread_cond_wait(&never, &lock);
  }
  pthread_cleanup_pop(1);
  return NULL;
}

static void cancel(const char *what, void *(*body)(void *), int sleeps) {
  atomic_store(&tid, 0);
  atomic_store(&asked, 0);
  log_[0] = 0;
  pthread_t thread = start(body, NULL);
  if (sleeps) {
    wait_until_thread_sleeps(&tid);
  }
  while (atomic_load(&tid) == 0) {
    sched_yield();
  }
  PT(pthread_cancel(thread));
  atomic_store(&asked, 1);
  CHECK(join(thread) == PTHREAD_CANCELED);
  step("%s: %s", what, log_);
}

int main(void) {
  SYS(pipe(pipe_));
  cancel("blocked in read", blocked, 1);
  cancel("computing", computing, 0);
  cancel("disabled", disabled, 0);
  cancel("waiting for a condition", condition, 1);
  return success();
}
