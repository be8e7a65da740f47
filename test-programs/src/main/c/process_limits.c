// getrlimit, setrlimit, prlimit: RLIMIT_NOFILE, RLIMIT_FSIZE with SIGXFSZ, RLIMIT_AS, priorities.
#include "program.h"
#include <sys/resource.h>

static volatile int hits;

static void on_signal(int signal, siginfo_t *info UNUSED, void *context UNUSED) {
  CHECK(signal == SIGXFSZ);
  hits++;
}

int main(void) {
  struct rlimit limit = {16, 20}, old;
  SYS(prlimit(0, RLIMIT_NOFILE, &limit, &old));
  int fd;
  while ((fd = dup(0)) >= 0) {
    CHECK(fd < 16);
  }
  CHECK(errno == EMFILE);
  SYS(getrlimit(RLIMIT_NOFILE, &limit));
  CHECK(limit.rlim_cur == 16 && limit.rlim_max == 20);
  SYS(syscall(SYS_close_range, 3, ~0U, 0));
  step("16 descriptors and no more");
  handle(SIGXFSZ, on_signal, 0);
  limit = (struct rlimit){1000, RLIM_INFINITY};
  SYS(setrlimit(RLIMIT_FSIZE, &limit));
  fd = SYS(open("f", O_RDWR | O_CREAT, 0600));
  static char block[1500];
  CHECK(write(fd, block, sizeof block) == 1000);
  FAILS(write(fd, block, 1), EFBIG);
  CHECK(hits == 1);
  step("RLIMIT_FSIZE cuts a write, then SIGXFSZ and EFBIG");
  pid_t child = SYS(fork());
  if (child == 0) {
    limit = (struct rlimit){1UL << 30, 1UL << 30};
    SYS(setrlimit(RLIMIT_AS, &limit));
    FAILS(mmap(NULL, 1UL << 31, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), ENOMEM);
    CHECK(malloc(1UL << 31) == NULL);
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  step("RLIMIT_AS refuses memory");
  FAILS(getrlimit(99, &limit), EINVAL);
  limit = (struct rlimit){10, 5};
  FAILS(setrlimit(RLIMIT_CORE, &limit), EINVAL);
  errno = 0;
  int nice_before = getpriority(PRIO_PROCESS, 0);
  CHECK(errno == 0);
  SYS(setpriority(PRIO_PROCESS, 0, nice_before + 1));
  CHECK(getpriority(PRIO_PROCESS, 0) == nice_before + 1);
  step("priority changed by one");
  return success();
}
