// A TCP socket gives memory to receive into, where the kernel has that; what cannot be mapped is
// refused, and the socket is as it was.
#include "program.h"
#include <arpa/inet.h>
#include <sys/socket.h>

enum { ROUNDS = 6 };

static char *map(int fd) {
  return mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);
}

int main(void) {
  int server = SYS(socket(AF_INET, SOCK_STREAM, 0)), client = SYS(socket(AF_INET, SOCK_STREAM, 0));
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  SYS(bind(server, (struct sockaddr *)&address, sizeof address));
  SYS(listen(server, 1));
  SYS(getsockname(server, (struct sockaddr *)&address, &length));
  SYS(connect(client, (struct sockaddr *)&address, sizeof address));
  int connection = SYS(accept(server, NULL, NULL));
  for (int i = 0; i < ROUNDS; i++) {
    char *memory = map(connection), byte;
    if (memory == MAP_FAILED) {
      CHECK(errno == ENODEV);
      show("no memory of a socket");
    } else {
      SYS(munmap(memory, PAGE));
    }
    CHECK(write(client, "x", 1) == 1);
    CHECK(read(connection, &byte, 1) == 1 && byte == 'x');
  }
  step("a TCP socket is mapped or not");
  int pair[2], udp = SYS(socket(AF_INET, SOCK_DGRAM, 0));
  SYS(pipe(pair));
  for (int i = 0; i < ROUNDS; i++) {
    CHECK(map(udp) == MAP_FAILED && errno == ENODEV);
    CHECK(map(pair[0]) == MAP_FAILED && errno == ENODEV);
    CHECK(map(-1) == MAP_FAILED && errno == EBADF);
  }
  step("a UDP socket and a pipe are not");
  char *zero = SYS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, SYS(open("/dev/zero", O_RDONLY)), 0));
  CHECK(zero[PAGE - 1] == 0);
  step("/dev/zero is");
  return success();
}
