// poll, ppoll, select, pselect: readiness, timeouts, bad descriptors, masks.
#include "program.h"
#include <poll.h>
#include <sys/select.h>

static volatile int hits;

static void on_signal(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  hits++;
}

int main(void) {
  int p[2];
  SYS(pipe(p));
  struct pollfd set[4] = {
      {p[0], POLLIN, 77}, {p[1], POLLOUT, 77}, {-1, POLLIN, 77}, {99, POLLIN, 77}};
  CHECK(poll(set, 3, 0) == 1);
  CHECK(set[0].revents == 0 && set[1].revents == POLLOUT && set[2].revents == 0);
  CHECK(poll(set, 4, -1) == 2 && set[3].revents == POLLNVAL);
  CHECK(poll(set, 1, 20) == 0);
  struct timespec ts = {0, 20000000};
  CHECK(ppoll(set, 1, &ts, NULL) == 0);
  CHECK(ts.tv_nsec == 20000000);
  step("poll and ppoll time out");
  pid_t child = SYS(fork());
  if (child == 0) {
    wait_until_asleep(getppid());
    CHECK(write(p[1], "x", 1) == 1);
    _exit(0);
  }
  SYS(close(p[1]));
  CHECK(poll(set, 1, -1) == 1 && (set[0].revents & POLLIN));
  EXPECT_EXIT(child, 0);
  char c;
  CHECK(read(p[0], &c, 1) == 1);
  CHECK(poll(set, 1, -1) == 1 && set[0].revents == POLLHUP);
  step("a child's write and its end wake poll");
  int q[2];
  SYS(pipe(q));
  fd_set readable, writable;
  FD_ZERO(&readable);
  FD_ZERO(&writable);
  FD_SET(q[0], &readable);
  FD_SET(q[1], &writable);
  struct timeval tv = {1000, 0};
  CHECK(select(q[1] + 1, &readable, &writable, NULL, &tv) == 1);
  CHECK(!FD_ISSET(q[0], &readable) && FD_ISSET(q[1], &writable));
  CHECK(tv.tv_sec >= 900 && tv.tv_sec <= 1000);
  show("select left %ld.%06ld", (long)tv.tv_sec, (long)tv.tv_usec);
  FD_SET(q[0], &readable);
  tv = (struct timeval){0, 20000};
  CHECK(select(q[0] + 1, &readable, NULL, NULL, &tv) == 0);
  CHECK(tv.tv_sec == 0 && tv.tv_usec == 0 && !FD_ISSET(q[0], &readable));
  FD_SET(60, &readable);
  FAILS(select(61, &readable, NULL, NULL, NULL), EBADF);
  step("select clears what is not ready and says the time left");
  sigset_t blocked, none;
  sigemptyset(&none);
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGUSR1);
  SYS(sigprocmask(SIG_BLOCK, &blocked, NULL));
  handle(SIGUSR1, on_signal, SA_RESTART);
  SYS(raise(SIGUSR1));
  FD_ZERO(&readable);
  FD_SET(q[0], &readable);
  FAILS(pselect(q[0] + 1, &readable, NULL, NULL, NULL, &none), EINTR);
  CHECK(hits == 1);
  SYS(raise(SIGUSR1));
  FAILS(ppoll(set, 0, NULL, &none), EINTR);
  CHECK(hits == 2);
  SYS(raise(SIGUSR1));
  CHECK(poll(set, 0, 0) == 0 && hits == 2);
  step("pselect and ppoll let a blocked signal in");
  return success();
}
