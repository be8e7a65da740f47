// Hand-overs between two threads by pipes, eventfds and sockets, each 1,500 times there and back.
// links: -pthread
#include "threads.h"
#include <sys/eventfd.h>
#include <sys/socket.h>

enum { TURNS = 1500 };

static int there[2], back[2];
static uint64_t digest = 1;

static void *echo(void *argument UNUSED) {
  for (int i = 0; i < TURNS; i++) {
    uint64_t value;
    CHECK(read(there[0], &value, sizeof value) == sizeof value);
    digest = digest * 31 + value;
    value++;
    CHECK(write(back[1], &value, sizeof value) == sizeof value);
  }
  return NULL;
}

static void play(const char *what) {
  pthread_t thread = start(echo, NULL);
  for (uint64_t i = 1; i <= TURNS; i++) {
    uint64_t value = i;
    CHECK(write(there[1], &value, sizeof value) == sizeof value);
    CHECK(read(back[0], &value, sizeof value) == sizeof value && value == i + 1);
  }
  join(thread);
  step("%s: %016lx", what, (unsigned long)digest);
}

int main(void) {
  SYS(pipe(there));
  SYS(pipe(back));
  play("pipes");
  there[0] = there[1] = SYS(eventfd(0, 0));
  back[0] = back[1] = SYS(eventfd(0, 0));
  play("eventfds");
  SYS(socketpair(AF_UNIX, SOCK_STREAM, 0, there));
  SYS(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, back));
  play("sockets");
  return success();
}
