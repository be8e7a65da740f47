// SIGKILL by a timer or by another process meets its target anywhere: in a call, between calls, in
// fork, exec and exit, with threads.
// links: -pthread
#include "threads.h"
#include <sys/prctl.h>

enum { BY_TIMER = 60, BY_PROCESS = 30, STEP_NS = 150000 };

static void *briefly(void *argument UNUSED) {
  CHECK(own_tid() > 0);
  return NULL;
}

static void nothing(int signal UNUSED) {}

static void child_ends(void) {
  pid_t child = SYS(fork());
  if (child == 0) {
    _exit(3);
  }
  EXPECT_EXIT(child, 3);
}

static void child_executes(void) {
  pid_t child = SYS(vfork());
  if (child == 0) {
    execl("/bin/true", "true", NULL);
    _exit(1);
  }
  EXPECT_EXIT(child, 0);
}

static void maps(void) {
  char *page = SYS(mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  memset(page, 1, 4 * PAGE);
  SYS(munmap(page, 4 * PAGE));
}

static void reads(void) {
  char bytes[200];
  int fd = SYS(open("/proc/self/stat", O_RDONLY));
  CHECK(read(fd, bytes, sizeof bytes) > 0);
  SYS(close(fd));
}

static void computes(void) {
  volatile double x = 1;
  for (int i = 0; i < 20000; i++) {
    x *= 1.0001;
  }
}

static void *forks(void *argument UNUSED) {
  for (;;) {
    child_ends();
  }
  return NULL;
}

/* Does one thing after the other until it is killed; some also have a thread that forks. */
static void live(int first) {
  SYS(signal(SIGUSR1, nothing) == SIG_ERR ? -1 : 0);
  if (first % 3 == 0) {
    start(forks, NULL);
  }
  for (int i = first;; i++) {
    switch (i % 7) {
    case 0: child_ends(); break;
    case 1: computes(); break;
    case 2: maps(); break;
    case 3: join(start(briefly, NULL)); break;
    case 4: reads(); break;
    case 5: SYS(raise(SIGUSR1)); break;
    default: child_executes();
    }
  }
}

static void expect_killed(pid_t pid) {
  int status;
  CHECK(waitpid(pid, &status, 0) == pid);
  CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

/* What the killed ones left comes to us. */
static void reap_orphans(void) {
  while (wait(NULL) != -1) {
  }
  CHECK(errno == ECHILD);
}

int main(int count, char **arguments) {
  if (count > 1) {
    execl("/proc/self/exe", arguments[0], "again", NULL);
    return 1;
  }
  SYS(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
  for (int i = 0; i < BY_TIMER; i++) {
    pid_t child = SYS(fork());
    if (child == 0) {
      die_after(1 + i * (long)STEP_NS);
      live(i);
    }
    expect_killed(child);
    reap_orphans();
  }
  step("%d were killed by their timers", BY_TIMER);
  for (int i = 0; i < BY_PROCESS; i++) {
    pid_t child = SYS(fork());
    if (child == 0) {
      if (i % 2 == 0) {
        live(i);
      }
      execl("/proc/self/exe", arguments[0], "again", NULL);
    }
    struct timespec time = {0, i * (long)STEP_NS};
    SYS(nanosleep(&time, NULL));
    SYS(kill(child, SIGKILL));
    expect_killed(child);
    reap_orphans();
  }
  step("%d were killed by their parent", BY_PROCESS);
  return success();
}
