// select, poll and epoll in all their forms, so often that they are made without a stop: with
// something ready, with nothing, for no time, for some time, and with a mask of signals.
#include "program.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/select.h>
#include <sys/timerfd.h>

enum { ROUNDS = 12 };

static int ends[2];
static int handled;

static void handler(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  handled++;
}

static void selects(void) {
  for (int i = 0; i < ROUNDS; i++) {
    fd_set in, out;
    FD_ZERO(&in);
    FD_ZERO(&out);
    FD_SET(ends[0], &in);
    FD_SET(ends[1], &out);
    struct timeval none = {0, 0}, some = {0, 2000};
    CHECK(SYS(select(64, &in, &out, NULL, &none)) == 1);
    CHECK(!FD_ISSET(ends[0], &in) && FD_ISSET(ends[1], &out));
    FD_SET(ends[0], &in);
    CHECK(SYS(select(64, &in, NULL, NULL, &none)) == 0 && !FD_ISSET(ends[0], &in));
    FD_SET(ends[0], &in);
    CHECK(SYS(select(64, &in, NULL, NULL, &some)) == 0 && !FD_ISSET(ends[0], &in));
    CHECK(some.tv_sec == 0 && some.tv_usec == 0);
    CHECK(write(ends[1], "x", 1) == 1);
    FD_SET(ends[0], &in);
    struct timespec second = {1, 0};
    sigset_t mask;
    sigemptyset(&mask);
    CHECK(SYS(pselect(64, &in, NULL, NULL, &second, &mask)) == 1 && FD_ISSET(ends[0], &in));
    char byte;
    CHECK(read(ends[0], &byte, 1) == 1);
    FAILS(select(-1, NULL, NULL, NULL, &none), EINVAL);
  }
  step("select");
}

static void polls(void) {
  for (int i = 0; i < ROUNDS; i++) {
    struct pollfd set[] = {{ends[0], POLLIN, 99}, {ends[1], POLLOUT, 99}, {-1, POLLIN, 99}};
    struct timespec none = {0, 0}, some = {0, 2000000};
    CHECK(SYS(ppoll(set, 3, NULL, NULL)) == 1 && set[1].revents == POLLOUT && set[2].revents == 0);
    CHECK(SYS(ppoll(set, 1, &none, NULL)) == 0);
    set[0].revents = 99;
    CHECK(SYS(ppoll(set, 1, &some, NULL)) == 0 && set[0].revents == 0);
    set[0].revents = 99;
    CHECK(SYS(poll(set, 1, 2)) == 0 && set[0].revents == 0);
    sigset_t mask;
    sigemptyset(&mask);
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    SYS(sigprocmask(SIG_BLOCK, &blocked, NULL));
    SYS(kill(getpid(), SIGUSR1));
    int before = handled;
    FAILS(ppoll(set, 1, &none, &mask), EINTR);
    CHECK(handled == before + 1);
    SYS(kill(getpid(), SIGUSR1));
    CHECK(SYS(ppoll(set, 2, &none, &mask)) == 1);
    SYS(sigprocmask(SIG_UNBLOCK, &blocked, NULL));
    CHECK(handled == before + 2);
  }
  step("poll");
}

static void epolls(void) {
  for (int i = 0; i < ROUNDS; i++) {
    int set = SYS(epoll_create1(EPOLL_CLOEXEC));
    int event = SYS(eventfd(0, EFD_NONBLOCK)), timer = SYS(timerfd_create(CLOCK_MONOTONIC, 0));
    struct epoll_event wanted = {.events = EPOLLIN, .data.u64 = 1}, got[4];
    SYS(epoll_ctl(set, EPOLL_CTL_ADD, event, &wanted));
    wanted.data.u64 = 2;
    SYS(epoll_ctl(set, EPOLL_CTL_ADD, timer, &wanted));
    FAILS(epoll_ctl(set, EPOLL_CTL_ADD, timer, &wanted), EEXIST);
    CHECK(SYS(epoll_wait(set, got, 4, 0)) == 0);
    struct itimerspec soon = {.it_value.tv_nsec = 1}, left;
    SYS(timerfd_settime(timer, 0, &soon, NULL));
    CHECK(SYS(epoll_wait(set, got, 4, -1)) == 1 && got[0].data.u64 == 2);
    uint64_t count;
    CHECK(read(timer, &count, 8) == 8 && count == 1);
    SYS(timerfd_gettime(timer, &left));
    CHECK(left.it_value.tv_nsec == 0);
    count = 5;
    CHECK(write(event, &count, 8) == 8);
    sigset_t mask;
    sigemptyset(&mask);
    CHECK(SYS(epoll_pwait(set, got, 4, 1000, &mask)) == 1 && got[0].data.u64 == 1);
    CHECK(read(event, &count, 8) == 8 && count == 5);
    FAILS(read(event, &count, 8), EAGAIN);
    SYS(close(event));
    SYS(close(timer));
    SYS(close(set));
    int watch = SYS(inotify_init1(IN_NONBLOCK));
    int number = SYS(inotify_add_watch(watch, ".", IN_CREATE));
    write_file("new", "x", 1);
    SYS(unlink("new"));
    char events[256];
    CHECK(read(watch, events, sizeof events) > 0);
    SYS(inotify_rm_watch(watch, number));
    SYS(close(watch));
  }
  step("epoll");
}

int main(void) {
  handle(SIGUSR1, handler, 0);
  SYS(pipe(ends));
  selects();
  polls();
  epolls();
  return success();
}
