// Descriptors that are not there, so often that it is found out without a stop: a daemon closes all
// that there may be, or marks them to be closed at an exec. Those that are there are closed, too.
#include "program.h"
#include <sys/resource.h>
#include <sys/socket.h>

enum { ALL = 3000, ROUNDS = 3 };

static int opened[] = {50, 900, 1023, 1024, 1025, 2999};

static int is_opened(int fd) {
  for (size_t i = 0; i < COUNT(opened); i++) {
    if (opened[i] == fd) return 1;
  }
  return 0;
}

static void open_some(int round) {
  int fd = SYS(open("f", O_RDWR | O_CREAT, 0600));
  for (size_t i = 0; i < COUNT(opened); i++) {
    if (round == 1) {
      int pair[2];
      SYS(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
      SYS(dup2(pair[0], opened[i]));
      SYS(close(pair[0]));
      SYS(close(pair[1]));
    } else {
      SYS(dup2(fd, opened[i]));
    }
  }
  SYS(close(fd));
}

int main(void) {
  struct rlimit limit = {ALL + 100, ALL + 100};
  SYS(setrlimit(RLIMIT_NOFILE, &limit));
  for (int fd = 3; fd < ALL; fd++) close(fd);
  for (int round = 0; round < ROUNDS; round++) {
    open_some(round);
    for (int fd = 3; fd < ALL; fd++) {
      if (is_opened(fd)) {
        CHECK(fcntl(fd, F_GETFD) == 0);
        SYS(fcntl(fd, F_SETFD, FD_CLOEXEC));
        CHECK(fcntl(fd, F_GETFD) == FD_CLOEXEC);
      } else {
        FAILS(fcntl(fd, F_SETFD, FD_CLOEXEC), EBADF);
        FAILS(fcntl(fd, F_DUPFD, 10), EBADF);
      }
    }
    step("all are marked");
    for (int fd = 3; fd < ALL; fd++) {
      if (is_opened(fd)) {
        SYS(close(fd));
      }
      FAILS(close(fd), EBADF);
    }
    step("all are closed");
  }
  int kept = SYS(dup(1));
  SYS(close(1));
  for (int i = 0; i < 10; i++) FAILS(close(1), EBADF);
  SYS(dup2(kept, 1));
  SYS(close(kept));
  for (int i = 0; i < 10; i++) FAILS(close(kept), EBADF);
  step("standard output comes back");
  return success();
}
