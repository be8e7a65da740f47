/* What the programs with threads share. */
#pragma once
#include "program.h"
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stddef.h>

/* Starts a thread. */
UNUSED static pthread_t start(void *(*body)(void *), void *argument) {
  pthread_t thread;
  errno = pthread_create(&thread, NULL, body, argument);
  CHECK(errno == 0);
  return thread;
}

/* Waits for the thread's end and answers what it returned. */
UNUSED static void *join(pthread_t thread) {
  void *result;
  errno = pthread_join(thread, &result);
  CHECK(errno == 0);
  return result;
}

/* The functions of pthreads answer their error instead of setting errno. */
#define PT(call)        \
  do {                  \
    errno = (call);     \
    CHECK(errno == 0);  \
  } while (0)

UNUSED static pid_t own_tid(void) {
  return (pid_t)syscall(SYS_gettid);
}

/* Waits on a futex (with a relative timeout, if any); answers 0 or -1 with errno. */
UNUSED static long futex_wait(void *word, int value, const struct timespec *timeout) {
  return syscall(SYS_futex, word, FUTEX_WAIT, value, timeout, NULL, 0);
}

/* Wakes so many waiters; answers how many there were. */
UNUSED static long futex_wake(void *word, int count) {
  return SYS(syscall(SYS_futex, word, FUTEX_WAKE, count, NULL, NULL, 0));
}

/* Waits until a thread has stored its tid and sleeps in the call that follows. */
UNUSED static pid_t wait_until_thread_sleeps(atomic_int *tid) {
  while (atomic_load(tid) == 0) {
    sleep_ms(1);
  }
  wait_until_asleep(atomic_load(tid));
  return atomic_load(tid);
}

/* The time so many milliseconds from now. */
UNUSED static struct timespec from_now(clockid_t clock, long milliseconds) {
  struct timespec time;
  SYS(clock_gettime(clock, &time));
  time.tv_sec += milliseconds / 1000;
  time.tv_nsec += milliseconds % 1000 * 1000000;
  if (time.tv_nsec >= 1000000000) {
    time.tv_nsec -= 1000000000;
    time.tv_sec++;
  }
  return time;
}

/* Lets a timer end this process with SIGKILL, wherever it is then. */
UNUSED static void die_after(long ns) {
  timer_t timer;
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL};
  struct itimerspec time = {.it_value.tv_nsec = ns};
  SYS(timer_create(CLOCK_MONOTONIC, &event, &timer));
  SYS(timer_settime(timer, 0, &time, NULL));
}

/* How many threads this process has, by /proc. */
UNUSED static int count_threads(void) {
  char status[4096];
  int fd = SYS(open("/proc/self/status", O_RDONLY));
  ssize_t n = SYS(read(fd, status, sizeof status - 1));
  SYS(close(fd));
  status[n] = 0;
  const char *line = strstr(status, "\nThreads:");
  CHECK(line != NULL);
  return atoi(line + strlen("\nThreads:"));
}

/* Waits until this process has so many threads: the kernel removes a joined one a little later. */
UNUSED static void wait_for_threads(int count) {
  while (count_threads() != count) {
    sleep_ms(1);
  }
}
