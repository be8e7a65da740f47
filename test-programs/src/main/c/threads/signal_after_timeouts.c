// A thread whose waits time out goes on, though whenever it could run a signal comes first and
// others compute.
// links: -pthread
#include "threads.h"

enum { WAITS = 40 };

static atomic_int handled, done;
static pid_t waiter;

static void on_signal(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  atomic_fetch_add(&handled, 1);
}

static void *sends(void *argument UNUSED) {
  while (!atomic_load(&done)) {
    SYS(syscall(SYS_tgkill, getpid(), waiter, SIGURG));
    sleep_ms(1);
  }
  return NULL;
}

static void *computes(void *argument UNUSED) {
  volatile double x = 1;
  while (!atomic_load(&done)) {
    x *= 1.0001;
  }
  return NULL;
}

int main(void) {
  waiter = own_tid();
  handle(SIGURG, on_signal, SA_RESTART);
  pthread_t threads[] = {start(sends, NULL), start(computes, NULL), start(computes, NULL)};
  int timeouts = 0;
  while (timeouts < WAITS || !atomic_load(&handled)) {
    int word = 0;
    struct timespec time = {0, 200000};
    CHECK(futex_wait(&word, 0, &time) == -1);
    CHECK(errno == ETIMEDOUT || errno == EINTR);
    timeouts += errno == ETIMEDOUT;
  }
  atomic_store(&done, 1);
  for (size_t i = 0; i < COUNT(threads); i++) {
    join(threads[i]);
  }
  step("%d waits timed out, with signals between", WAITS);
  return success();
}
