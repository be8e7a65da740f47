// A thread reads the process's signals from a signalfd, among them those of threads and children.
// links: -pthread
#include "threads.h"
#include <poll.h>
#include <sys/signalfd.h>

enum { SENDERS = 4, EACH = 25 };

static int fd;
static atomic_int received;

static void *reading(void *argument UNUSED) {
  int sums[SENDERS] = {0};
  int children = 0, total = 0;
  while (total < SENDERS * EACH || children == 0) {
    struct pollfd poll_ = {.fd = fd, .events = POLLIN};
    CHECK(poll(&poll_, 1, -1) == 1);
    struct signalfd_siginfo info[3];
    ssize_t n = SYS(read(fd, info, sizeof info));
    CHECK(n > 0 && n % sizeof info[0] == 0);
    for (size_t i = 0; i < n / sizeof info[0]; i++) {
      if (info[i].ssi_signo == SIGCHLD) {
        CHECK(info[i].ssi_code == CLD_EXITED && info[i].ssi_status == 21);
        children++;
      } else {
        /* Of one sender they come in the order of sending. */
        int sender = info[i].ssi_int / 1000, number = info[i].ssi_int % 1000;
        CHECK(sums[sender] == number);
        sums[sender]++;
        total++;
        atomic_fetch_add(&received, 1);
      }
    }
  }
  return NULL;
}

static void *sending(void *argument) {
  for (int i = 0; i < EACH; i++) {
    SYS(sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = (int)(long)argument * 1000 + i}));
    sched_yield();
  }
  return NULL;
}

int main(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGRTMIN);
  sigaddset(&set, SIGCHLD);
  PT(pthread_sigmask(SIG_BLOCK, &set, NULL));
  fd = SYS(signalfd(-1, &set, SFD_CLOEXEC));
  pthread_t reader = start(reading, NULL), senders[SENDERS];
  for (long i = 0; i < SENDERS; i++) {
    senders[i] = start(sending, (void *)i);
  }
  pid_t child = SYS(fork());
  if (child == 0) {
    _exit(21);
  }
  for (int i = 0; i < SENDERS; i++) {
    join(senders[i]);
  }
  join(reader);
  EXPECT_EXIT(child, 21);
  step("%d signals read in order", received);
  return success();
}
