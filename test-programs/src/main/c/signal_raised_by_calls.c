// Calls that raise a signal for their own process: its handler has run when the call returns.
// links: -lrt
#include "program.h"
#include <mqueue.h>
#include <sys/epoll.h>
#include <sys/socket.h>

static volatile sig_atomic_t seen;

static void on_signal(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  seen++;
}

/* Descriptors with O_ASYNC tell of what can be read. */
static void by_output(int from, int to) {
  SYS(fcntl(from, F_SETOWN, getpid()));
  SYS(fcntl(from, F_SETFL, O_ASYNC | O_NONBLOCK));
  seen = 0;
  for (int i = 1; i <= 8; i++) {
    CHECK(write(to, "x", 1) == 1);
    CHECK(seen == i);
    char c;
    CHECK(read(from, &c, 1) == 1);
  }
}

static void by_message(void) {
  char name[64];
  snprintf(name, sizeof name, "/jrr-raised-%d", getpid());
  struct mq_attr attributes = {.mq_maxmsg = 2, .mq_msgsize = 8};
  mqd_t queue = SYS(mq_open(name, O_CREAT | O_RDWR, 0600, &attributes));
  SYS(mq_unlink(name));
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
  seen = 0;
  for (int i = 1; i <= 5; i++) {
    SYS(mq_notify(queue, &event));
    SYS(mq_send(queue, "message", 8, 0));
    CHECK(seen == i);
    char message[8];
    CHECK(mq_receive(queue, message, sizeof message, NULL) == 8);
  }
  SYS(mq_close(queue));
}

/* A signal that only the mask of the call lets through is handled before the mask is back. */
static void by_mask(void) {
  sigset_t blocked, open;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGUSR1);
  SYS(sigprocmask(SIG_BLOCK, &blocked, &open));
  int epoll = SYS(epoll_create1(0));
  seen = 0;
  for (int i = 1; i <= 5; i++) {
    SYS(kill(getpid(), SIGUSR1));
    CHECK(seen == i - 1);
    struct epoll_event event;
    FAILS(epoll_pwait(epoll, &event, 1, -1, &open), EINTR);
    CHECK(seen == i);
  }
  SYS(close(epoll));
  SYS(sigprocmask(SIG_SETMASK, &open, NULL));
}

int main(void) {
  handle(SIGIO, on_signal, 0);
  handle(SIGUSR1, on_signal, 0);
  int ends[2];
  SYS(pipe(ends));
  by_output(ends[0], ends[1]);
  step("writing to a pipe");
  SYS(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
  by_output(ends[0], ends[1]);
  step("writing to a socket");
  by_message();
  step("sending a message");
  by_mask();
  step("waiting with another mask");
  return success();
}
