// An interrupted call that has done part of its work answers that part instead of EINTR.
// links: -pthread
#include "threads.h"
#include <sys/socket.h>

static volatile int hits;

static void on_signal(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  hits++;
}

static int pipe_[2], sockets[2];
static atomic_int tid;
static char block[1 << 20];

static void *write_much(void *argument UNUSED) {
  atomic_store(&tid, own_tid());
  return (void *)write(pipe_[1], block, sizeof block);
}

static void *receive_all(void *argument UNUSED) {
  atomic_store(&tid, own_tid());
  return (void *)recv(sockets[0], block, 1000, MSG_WAITALL);
}

static void *sleep_long(void *argument) {
  struct timespec *left = argument;
  struct timespec limit = {1000, 0};
  atomic_store(&tid, own_tid());
  return (void *)(long)nanosleep(&limit, left);
}

static long interrupt(void *(*body)(void *), void *argument) {
  atomic_store(&tid, 0);
  int before = hits;
  pthread_t thread = start(body, argument);
  wait_until_thread_sleeps(&tid);
  PT(pthread_kill(thread, SIGUSR1));
  long result = (long)join(thread);
  CHECK(hits == before + 1);
  return result;
}

int main(void) {
  handle(SIGUSR1, on_signal, 0);
  SYS(pipe(pipe_));
  SYS(fcntl(pipe_[1], F_SETPIPE_SZ, 65536));
  step("write to a full pipe: %ld", interrupt(write_much, NULL));
  SYS(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets));
  CHECK(send(sockets[1], block, 600, 0) == 600);
  step("recv with MSG_WAITALL: %ld", interrupt(receive_all, NULL));
  struct timespec left = {0};
  CHECK(interrupt(sleep_long, &left) == -1);
  CHECK(left.tv_sec >= 900 && left.tv_sec <= 1000);
  step("nanosleep says how much is left");
  return success();
}
