// With SA_RESTART these calls go on after a handler, and these fail with EINTR all the same.
// links: -pthread
#include "threads.h"
#include <poll.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/socket.h>

/* Those up to FLOCK are restarted. */
enum kind {
  READ, WAIT, FUTEX, SEM, RECV, FLOCK, NANOSLEEP, POLL, EPOLL, SELECT, PAUSE, SIGWAIT, KINDS
};

static const char *const names[] = {
    "read",      "wait", "futex",      "sem_wait", "recv",  "flock",
    "nanosleep", "poll", "epoll_wait", "select",   "pause", "sigwaitinfo"};
static volatile int hits;
static int pipe_[2], sockets[2], epoll_, lock_fd, word;
static sem_t sem;
static pid_t child;

static void on_signal(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  hits++;
}

static long call(int kind) {
  char byte;
  struct timespec second = {1000, 0};
  struct epoll_event event;
  fd_set set;
  sigset_t waited;
  switch (kind) {
    case READ:
      return read(pipe_[0], &byte, 1);
    case WAIT:
      return waitpid(child, NULL, 0) == child ? 1 : -1;
    case FUTEX:
      return futex_wait(&word, 0, NULL) == 0 ? 1 : -1;
    case SEM:
      return sem_wait(&sem) == 0 ? 1 : -1;
    case RECV:
      return recv(sockets[0], &byte, 1, 0);
    case FLOCK:
      return flock(lock_fd, LOCK_EX) == 0 ? 1 : -1;
    case NANOSLEEP:
      return nanosleep(&second, NULL);
    case POLL:
      return poll(NULL, 0, 1000000);
    case EPOLL:
      return epoll_wait(epoll_, &event, 1, -1);
    case SELECT:
      FD_ZERO(&set);
      FD_SET(pipe_[0], &set);
      return select(pipe_[0] + 1, &set, NULL, NULL, NULL);
    case PAUSE:
      return pause();
    default:
      sigemptyset(&waited);
      sigaddset(&waited, SIGUSR2);
      return sigwaitinfo(&waited, NULL);
  }
}

static atomic_int tid;

/* What lets the call end well. */
static void release(int kind, int other_lock) {
  switch (kind) {
    case READ:
      CHECK(write(pipe_[1], "x", 1) == 1);
      break;
    case WAIT:
      SYS(kill(child, SIGKILL));
      break;
    case FUTEX:
      while (futex_wake(&word, 1) == 0) {
        sleep_ms(1);
      }
      break;
    case SEM:
      SYS(sem_post(&sem));
      break;
    case RECV:
      CHECK(write(sockets[1], "x", 1) == 1);
      break;
    case FLOCK:
      SYS(flock(other_lock, LOCK_UN));
      break;
    default:
      break;
  }
}

struct result {
  long value;
  int error;
};

static void *body(void *argument) {
  static struct result result;
  int kind = (int)(long)argument;
  sigset_t usr2;
  sigemptyset(&usr2);
  sigaddset(&usr2, SIGUSR2);
  PT(pthread_sigmask(SIG_BLOCK, &usr2, NULL));
  atomic_store(&tid, own_tid());
  errno = 0;
  result.value = call(kind);
  result.error = errno;
  return &result;
}

static void try(int kind, int flags) {
  int other_lock = SYS(open("lock", O_RDWR | O_CREAT, 0600));
  SYS(flock(other_lock, LOCK_EX));
  child = SYS(fork());
  if (child == 0) {
    for (;;) {
      pause();
    }
  }
  handle(SIGUSR1, on_signal, flags);
  hits = 0;
  atomic_store(&tid, 0);
  pthread_t thread = start(body, (void *)(long)kind);
  wait_until_thread_sleeps(&tid);
  PT(pthread_kill(thread, SIGUSR1));
  while (hits == 0) {
    sched_yield();
  }
  int restarted = flags != 0 && kind <= FLOCK;
  if (restarted) {
    wait_until_asleep(atomic_load(&tid));
    release(kind, other_lock);
  }
  struct result *result = join(thread);
  step("%s %s: %ld %s", names[kind], flags ? "with SA_RESTART" : "without", result->value,
       strerrorname_np(result->error) ? strerrorname_np(result->error) : "-");
  if (kind != WAIT || !restarted) {
    SYS(kill(child, SIGKILL));
    EXPECT_SIGNALLED(child, SIGKILL);
  }
  SYS(flock(lock_fd, LOCK_UN));
  SYS(close(other_lock));
}

int main(void) {
  SYS(pipe(pipe_));
  SYS(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets));
  epoll_ = SYS(epoll_create1(0));
  SYS(sem_init(&sem, 0, 0));
  lock_fd = SYS(open("lock", O_RDWR | O_CREAT, 0600));
  for (int kind = 0; kind < KINDS; kind++) {
    try(kind, 0);
    try(kind, SA_RESTART);
  }
  SYS(unlink("lock"));
  return success();
}
