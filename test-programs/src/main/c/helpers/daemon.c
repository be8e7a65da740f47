// A daemon that outlives the first process, and does a bit of everything when that is gone; it ends
// when there is a file "go".
// links: -pthread
#include "program.h"
#include <poll.h>
#include <pthread.h>
#include <x86intrin.h>

static volatile sig_atomic_t signals;
static int report;

static void on_signal(int signal UNUSED) {
  signals++;
}

static void *sleeping(void *argument UNUSED) {
  struct timespec time = {0, 700000000};
  SYS(nanosleep(&time, NULL));
  return NULL;
}

static void *computing(void *argument UNUSED) {
  volatile double x = 1;
  struct timespec now;
  SYS(clock_gettime(CLOCK_MONOTONIC, &now));
  for (time_t end = now.tv_sec + 2; now.tv_sec < end; SYS(clock_gettime(CLOCK_MONOTONIC, &now))) {
    for (int i = 0; i < 100000; i++) {
      x *= 1.0001;
    }
  }
  CHECK(__rdtsc() > 0);
  return NULL;
}

/* Calls that were buffered while it was recorded, now by several threads at once. */
static void *calling(void *argument UNUSED) {
  char name[32];
  snprintf(name, sizeof name, "own-%d", (int)gettid());
  int own = SYS(open(name, O_CREAT | O_RDWR | O_CLOEXEC, 0600));
  SYS(unlink(name));
  struct timespec now;
  SYS(clock_gettime(CLOCK_MONOTONIC, &now));
  for (time_t end = now.tv_sec + 2; now.tv_sec < end; SYS(clock_gettime(CLOCK_MONOTONIC, &now))) {
    for (long i = 0; i < 100; i++) {
      long got[2] = {gettid(), i};
      SYS(pwrite(own, got, sizeof got, i * 16));
      got[0] = got[1] = -1;
      CHECK(pread(own, got, sizeof got, i * 16) == sizeof got && got[0] == gettid() && got[1] == i);
    }
  }
  SYS(close(own));
  return NULL;
}

static void serve(void) {
  pthread_t threads[5];
  struct sigaction action = {.sa_handler = on_signal};
  SYS(sigaction(SIGUSR1, &action, NULL));
  CHECK(pthread_create(&threads[0], NULL, sleeping, NULL) == 0);
  CHECK(pthread_create(&threads[1], NULL, computing, NULL) == 0);
  for (int i = 2; i < 5; i++) {
    CHECK(pthread_create(&threads[i], NULL, calling, NULL) == 0);
  }
  int ends[2];
  SYS(pipe(ends));
  struct pollfd wanted = {ends[0], POLLIN, 0};
  int got = SYS(poll(&wanted, 1, 500));
  dprintf(report, "nothing came: %d\n", got);
  for (int i = 0; i < 5; i++) {
    CHECK(pthread_join(threads[i], NULL) == 0);
  }
  dprintf(report, "slept and computed\n");
  SYS(raise(SIGUSR1));
  dprintf(report, "signals %d\n", (int)signals);
  pid_t child = SYS(fork());
  if (child == 0) {
    execl("/bin/sh", "sh", "-c", "exit 7", NULL);
    _exit(1);
  }
  EXPECT_EXIT(child, 7);
  dprintf(report, "a shell has run\n");
}

int main(void) {
  report = SYS(open("report", O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  if (SYS(fork()) == 0) {
    SYS(setsid());
    if (SYS(fork()) != 0) {
      _exit(0);
    }
    close(0);
    close(1);
    close(2);
    serve();
    while (access("go", F_OK) != 0) {
      usleep(10000);
    }
    dprintf(report, "the daemon is done\n");
    _exit(9);
  }
  SYS(wait(NULL));
  usleep(200000);
  step("the first process ends");
  return 3;
}
