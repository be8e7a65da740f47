/*
 * What the programs with a planted bug share. Each ends with EXIT-SUCCESS and status 0 when the
 * schedule does not show the bug, as nearly always natively; and with bug() when it does.
 */
#pragma once
#include "program.h"
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>

enum { BUG_STATUS = 42 };

/* Says that the bug was hit, and ends the process. */
__attribute__((noreturn)) UNUSED static void bug(const char *what) {
  step("BUG: %s", what);
  _exit(BUG_STATUS);
}

UNUSED static void on_alarm(int signal UNUSED) {
  static const char text[] = "BUG: the program hangs\n";
  write(1, text, sizeof text - 1);
  _exit(BUG_STATUS);
}

/* A hang is a bug, too: it is found by an alarm. */
UNUSED static void end_hangs_after(unsigned seconds) {
  signal(SIGALRM, on_alarm);
  alarm(seconds);
}

UNUSED static pthread_t start(void *(*body)(void *), void *argument) {
  pthread_t thread;
  errno = pthread_create(&thread, NULL, body, argument);
  CHECK(errno == 0);
  return thread;
}

UNUSED static void join(pthread_t thread) {
  errno = pthread_join(thread, NULL);
  CHECK(errno == 0);
}

/*
 * A line to a log: the kind of thing that stands in a window where nobody thinks of it. It makes
 * the window some ten microseconds long, with a few calls in it.
 */
UNUSED static void note(const char *what) {
  struct timespec now;
  SYS(clock_gettime(CLOCK_REALTIME, &now));
  char line[100];
  int length = snprintf(line, sizeof line, "%ld.%09ld %s\n", now.tv_sec, now.tv_nsec, what);
  int log = SYS(open("/dev/null", O_WRONLY | O_CLOEXEC));
  CHECK(write(log, line, length) == length);
  SYS(close(log));
}

/* Some work that takes about so many hundred nanoseconds. */
UNUSED static unsigned long work(long amount) {
  unsigned long x = 88172645463325252;
  for (long i = 0; i < amount * 100; i++) {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    __asm__ volatile("" : "+r"(x));
  }
  return x;
}

/* What the other thread does before it comes: longer than a slice of a busy machine. */
enum { LONG_WORK = 60000 };
