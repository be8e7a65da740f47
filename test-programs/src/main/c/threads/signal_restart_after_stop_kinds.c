// Calls with a timeout go on after SIGSTOP and SIGCONT (restart_syscall), with what was left of it.
// links: -pthread
#include "threads.h"
#include <poll.h>
#include <sys/epoll.h>

static int word;

static long call(int kind) {
  struct timespec limit = {0, 120000000}, until;
  sigset_t none;
  struct epoll_event event;
  switch (kind) {
    case 0:
      return nanosleep(&limit, NULL);
    case 1:
      until = from_now(CLOCK_MONOTONIC, 120);
      errno = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
      return errno;
    case 2:
      return poll(NULL, 0, 120);
    case 3:
      return futex_wait(&word, 0, &limit) == -1 && errno == ETIMEDOUT ? 0 : 1;
    case 4:
      sigemptyset(&none);
      return ppoll(NULL, 0, &limit, &none);
    case 5:
      return select(0, NULL, NULL, NULL, &(struct timeval){0, 120000});
    default:
      /* epoll_wait and sigtimedwait are the two that a stop interrupts. */
      return epoll_wait(epoll_create1(0), &event, 1, 100000) == -1 && errno == EINTR ? 0 : 2;
  }
}

int main(void) {
  const char *const names[] = {"nanosleep", "clock_nanosleep", "poll", "futex",
                               "ppoll",     "select",          "epoll_wait"};
  for (size_t kind = 0; kind < COUNT(names); kind++) {
    pid_t child = SYS(fork());
    if (child == 0) {
      struct timespec before, after;
      SYS(clock_gettime(CLOCK_MONOTONIC, &before));
      long result = call((int)kind);
      SYS(clock_gettime(CLOCK_MONOTONIC, &after));
      long ms = (after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000;
      if (kind != 6) {
        CHECK(ms >= 119);
      }
      _exit((int)result + 10);
    }
    int status;
    falls_asleep(child);
    SYS(kill(child, SIGSTOP));
    CHECK(waitpid(child, &status, WUNTRACED) == child);
    if (!WIFSTOPPED(status)) {
      /* The machine is busy, and it ended before: once more. */
      CHECK(WIFEXITED(status));
      kind--;
      continue;
    }
    sleep_ms(20);
    SYS(kill(child, SIGCONT));
    /* One that ends at once may be gone before it is seen to go on. */
    do {
      CHECK(waitpid(child, &status, WCONTINUED) == child);
    } while (WIFCONTINUED(status));
    CHECK(WIFEXITED(status));
    step("%s: %d", names[kind], WEXITSTATUS(status) - 10);
  }
  return success();
}
