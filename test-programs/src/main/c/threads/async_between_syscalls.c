// Signals come before, in and after short calls; no call is lost, doubled or fails by them.
// cflags: -O2
#include "async.h"
#include <sys/uio.h>

enum { ROUNDS = 15000 };

static volatile long round_;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  int saved = errno;
  sample("round", round_, context);
  errno = saved;
}

int main(void) {
  int fds[2];
  SYS(pipe(fds));
  int zero = SYS(open("/dev/zero", O_RDONLY));
  pid_t self = getpid();
  char byte = 0;
  unsigned sum = 0;
  start_ticks(2000, on_tick, 0);
  for (round_ = 0; round_ < ROUNDS; round_++) {
    CHECK(syscall(SYS_getpid) == self);
    char out = (char)round_;
    CHECK(write(fds[1], &out, 1) == 1);
    CHECK(read(fds[0], &byte, 1) == 1 && byte == out);
    sum = sum * 31 + byte;
    byte = 1;
    CHECK(pread(zero, &byte, 1, round_) == 1 && byte == 0);
    struct timespec now;
    CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0 && now.tv_nsec < 1000000000);
    errno = 0;
    CHECK(lseek(fds[0], 0, SEEK_CUR) == -1 && errno == ESPIPE);
  }
  stop_ticks();
  step("%d rounds, sum %u", ROUNDS, sum);
  return success();
}
