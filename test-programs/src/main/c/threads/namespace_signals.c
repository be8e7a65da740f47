// In a PID namespace: timers interrupt computing, signals between its processes, robust locks.
// links: -pthread
#include "threads.h"
#include <sched.h>
#include <sys/time.h>

static pthread_mutex_t *lock;
static volatile sig_atomic_t ticks, stray;
static volatile unsigned long work;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  ticks++;
}

static void on_usr1(int signal UNUSED, siginfo_t *info, void *context UNUSED) {
  /* The sender is known by its id in this namespace. */
  stray += info->si_pid != 1;
}

static void *dies_with_lock(void *argument UNUSED) {
  PT(pthread_mutex_lock(lock));
  return NULL;
}

static int as_init(void) {
  CHECK(getpid() == 1);
  handle(SIGALRM, on_tick, SA_RESTART);
  struct itimerval every = {{0, 3000}, {0, 3000}};
  SYS(setitimer(ITIMER_REAL, &every, NULL));
  while (ticks < 12) {
    work++;
  }
  struct itimerval never = {{0, 0}, {0, 0}};
  SYS(setitimer(ITIMER_REAL, &never, NULL));
  /* A thread's id here is not the one that the tracer knows it by. */
  join(start(dies_with_lock, NULL));
  CHECK(pthread_mutex_lock(lock) == EOWNERDEAD);
  PT(pthread_mutex_consistent(lock));
  PT(pthread_mutex_unlock(lock));
  pid_t child = SYS(fork());
  if (child == 0) {
    CHECK(getpid() != 1 && getppid() == 1);
    handle(SIGUSR1, on_usr1, 0);
    SYS(raise(SIGSTOP));
    _exit(stray);
  }
  int status;
  CHECK(waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status));
  SYS(kill(child, SIGUSR1));
  SYS(kill(child, SIGCONT));
  EXPECT_EXIT(child, 0);
  /* What a namespace's first process sends itself does nothing by default. */
  SYS(raise(SIGSTOP));
  SYS(raise(SIGTERM));
  return 33;
}

int main(void) {
  lock = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  pthread_mutexattr_t attributes;
  PT(pthread_mutexattr_init(&attributes));
  PT(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST));
  PT(pthread_mutex_init(lock, &attributes));
  pid_t outer = SYS(fork());
  if (outer == 0) {
    if (unshare(CLONE_NEWPID) == -1 && unshare(CLONE_NEWUSER | CLONE_NEWPID) == -1) {
      _exit(99);
    }
    pid_t init = fork();
    if (init == 0) {
      _exit(as_init());
    }
    int status;
    CHECK(init == -1 || waitpid(init, &status, 0) == init);
    _exit(init == -1 ? 99 : WIFEXITED(status) ? WEXITSTATUS(status) : 98);
  }
  int status;
  CHECK(waitpid(outer, &status, 0) == outer && WIFEXITED(status));
  /* Where namespaces are refused, the same is printed. */
  CHECK(WEXITSTATUS(status) == 33 || WEXITSTATUS(status) == 99);
  show("%d", WEXITSTATUS(status));
  step("signals and locks in a namespace of their own");
  return success();
}
