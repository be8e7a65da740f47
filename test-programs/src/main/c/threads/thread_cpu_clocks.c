// The clocks of threads and of the process: those of others, of the idle and of the ended.
// links: -pthread
#include "threads.h"
#include <sys/resource.h>

static atomic_int stop, ready;

static void *busy(void *argument UNUSED) {
  atomic_fetch_add(&ready, 1);
  while (!atomic_load(&stop)) {
  }
  return NULL;
}

static void *idle(void *argument UNUSED) {
  atomic_fetch_add(&ready, 1);
  while (!atomic_load(&stop)) {
    sleep_ms(5);
  }
  return NULL;
}

static long read_us(clockid_t clock) {
  struct timespec time;
  SYS(clock_gettime(clock, &time));
  return time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

int main(void) {
  pthread_t a = start(busy, NULL), b = start(idle, NULL);
  clockid_t of_a, of_b;
  PT(pthread_getcpuclockid(a, &of_a));
  PT(pthread_getcpuclockid(b, &of_b));
  /* Which of them starts first, and how often each has a turn, is the scheduler's choice. */
  while (ready < 2 || read_us(of_a) < 60000) {
    sleep_ms(5);
  }
  long us_b = read_us(of_b), us_a = read_us(of_a), us_process = read_us(CLOCK_PROCESS_CPUTIME_ID);
  CHECK(us_a > us_b && us_process >= us_a);
  struct rusage thread, process;
  SYS(getrusage(RUSAGE_THREAD, &thread));
  atomic_store(&stop, 1);
  join(a);
  join(b);
  SYS(getrusage(RUSAGE_SELF, &process));
  long process_us = process.ru_utime.tv_sec * 1000000 + process.ru_utime.tv_usec +
                    process.ru_stime.tv_sec * 1000000 + process.ru_stime.tv_usec;
  CHECK(process_us >= 40000);
  step("the busy thread has used more than the idle");
  show("%ld %ld %ld %ld", us_a, us_b, us_process, process_us);
  return success();
}
