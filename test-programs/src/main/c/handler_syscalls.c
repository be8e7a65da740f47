// Handlers that make many calls of their own: between calls, and where a waiting call was
// interrupted. errno and the interrupted work stay as they were.
#include "program.h"
#include <sys/time.h>

static volatile sig_atomic_t signals;
static volatile long inside;

static void handler(int signal UNUSED) {
  int saved = errno;
  for (int i = 0; i < 10; i++) {
    inside += getpid() > 0;
    inside += access("/", F_OK) == 0;
    struct timespec now;
    inside += clock_gettime(CLOCK_MONOTONIC, &now) == 0;
  }
  signals++;
  errno = saved;
}

int main(void) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
  SYS(sigaction(SIGALRM, &action, NULL));
  struct itimerval timer = {{0, 1000}, {0, 1000}};
  SYS(setitimer(ITIMER_REAL, &timer, NULL));
  long calls = 0;
  while (signals < 1000) {
    errno = 0;
    calls += getppid() > 0;
    CHECK(errno == 0);
    CHECK(lseek(99, 0, SEEK_CUR) == -1 && errno == EBADF);
  }
  step("1000 signals in a tight loop of calls");
  int ends[2];
  SYS(pipe(ends));
  pid_t child = SYS(fork());
  if (child == 0) {
    SYS(setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL));
    usleep(30000);
    CHECK(write(ends[1], "x", 1) == 1);
    _exit(0);
  }
  char byte;
  CHECK(read(ends[0], &byte, 1) == 1 && byte == 'x');
  SYS(setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL));
  SYS(waitpid(child, NULL, 0));
  CHECK(inside == 30L * signals && calls > 0);
  step("a waiting read went on after each");
  show("%ld calls, %d signals", calls, signals);
  return success();
}
