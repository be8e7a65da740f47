// Waiting calls at places where calls were made often before, interrupted by handlers with
// SA_RESTART: read, nanosleep, poll, futex and wait go on or say EINTR as signal(7) has it.
#include "program.h"
#include <linux/futex.h>
#include <poll.h>
#include <sys/time.h>

/* What the child sees. */
static volatile struct {
  sig_atomic_t signals, reads;
} *shared;

static void handler(int signal UNUSED) { shared->signals++; }

static long raw_futex(int *word, int operation, int value, const struct timespec *timeout) {
  return syscall(SYS_futex, word, operation, value, timeout, NULL, 0);
}

int main(void) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
  SYS(sigaction(SIGALRM, &action, NULL));
  shared = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  int ends[2];
  SYS(pipe(ends));
  int word = 0;
  for (int i = 0; i < 20; i++) {
    char byte;
    CHECK(write(ends[1], "a", 1) == 1 && read(ends[0], &byte, 1) == 1);
    struct pollfd set = {ends[1], POLLOUT, 0};
    CHECK(poll(&set, 1, 1000) == 1);
    CHECK(raw_futex(&word, FUTEX_WAIT, 1, NULL) == -1 && errno == EAGAIN);
    CHECK(raw_futex(&word, FUTEX_WAKE, 1, NULL) == 0);
    SYS(nanosleep(&(struct timespec){0, 1000}, NULL));
  }
  step("each call was made 20 times");
  struct itimerval timer = {{0, 2000}, {0, 2000}};
  SYS(setitimer(ITIMER_REAL, &timer, NULL));
  pid_t child = SYS(fork());
  if (child == 0) {
    while (!shared->reads) {
      sleep_ms(1);
    }
    for (int seen = shared->signals; shared->signals < seen + 10;) {
      sleep_ms(1);
    }
    CHECK(write(ends[1], "b", 1) == 1);
    _exit(0);
  }
  char byte;
  int before = shared->signals;
  shared->reads = 1;
  CHECK(read(ends[0], &byte, 1) == 1 && byte == 'b' && shared->signals > before);
  step("read went on");
  struct pollfd set = {ends[0], POLLIN, 0};
  CHECK(poll(&set, 1, 100000) == -1 && errno == EINTR);
  step("poll was interrupted");
  CHECK(nanosleep(&(struct timespec){100, 0}, NULL) == -1 && errno == EINTR);
  step("nanosleep was interrupted");
  CHECK(raw_futex(&word, FUTEX_WAIT, 0, &(struct timespec){100, 0}) == -1 && errno == EINTR);
  step("futex with a timeout was interrupted");
  SYS(setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL));
  int status;
  CHECK(waitpid(child, &status, 0) == child && status == 0);
  for (int i = 0; i < 20; i++) {
    CHECK(write(ends[1], "c", 1) == 1 && read(ends[0], &byte, 1) == 1);
  }
  step("calls are made as before");
  return success();
}
