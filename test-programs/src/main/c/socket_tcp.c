// TCP over the loopback between parent and child: names, options, half close, out-of-band data.
#include "program.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int main(void) {
  int server = SYS(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  SYS(setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)));
  SYS(bind(server, (struct sockaddr *)&address, sizeof address));
  SYS(listen(server, 5));
  socklen_t length = sizeof address;
  SYS(getsockname(server, (struct sockaddr *)&address, &length));
  CHECK(length == sizeof address && address.sin_port != 0);
  show("port %d", ntohs(address.sin_port));
  step("the kernel gave a port");
  pid_t child = SYS(fork());
  if (child == 0) {
    int c = SYS(socket(AF_INET, SOCK_STREAM, 0));
    SYS(connect(c, (struct sockaddr *)&address, sizeof address));
    char *data = malloc(200000);
    for (int i = 0; i < 200000; i++) {
      data[i] = pattern(i);
    }
    write_fully(c, data, 200000);
    SYS(shutdown(c, SHUT_WR));
    char answer[4];
    read_fully(c, answer, 4);
    CHECK(memcmp(answer, "done", 4) == 0);
    read_fully(c, answer, 1);
    struct pollfd urgent = {c, POLLPRI, 0};
    CHECK(poll(&urgent, 1, -1) == 1 && (urgent.revents & POLLPRI));
    CHECK(recv(c, answer, 1, MSG_OOB) == 1 && answer[0] == 'u');
    _exit(0);
  }
  struct sockaddr_in peer;
  length = sizeof peer;
  int connection = SYS(accept(server, (struct sockaddr *)&peer, &length));
  CHECK(peer.sin_family == AF_INET && peer.sin_addr.s_addr == htonl(INADDR_LOOPBACK));
  int option = 0;
  SYS(setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int)));
  length = sizeof option;
  SYS(getsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &option, &length));
  CHECK(option != 0 && length == sizeof option);
  struct tcp_info info;
  length = sizeof info;
  SYS(getsockopt(connection, IPPROTO_TCP, TCP_INFO, &info, &length));
  CHECK(length > 50 && info.tcpi_rtt < 100000000);
  show("rtt %u", info.tcpi_rtt);
  size_t total = 0;
  char buf[5000];
  ssize_t n;
  while ((n = SYS(recv(connection, buf, sizeof buf, 0))) > 0) {
    for (ssize_t i = 0; i < n; i++) {
      CHECK(buf[i] == (char)pattern(total + i));
    }
    total += n;
  }
  step("%zu bytes arrived", total);
  write_fully(connection, "done", 4);
  write_fully(connection, "x", 1);
  CHECK(send(connection, "u", 1, MSG_OOB) == 1);
  EXPECT_EXIT(child, 0);
  int c = SYS(socket(AF_INET, SOCK_STREAM, 0));
  SYS(close(server));
  FAILS(connect(c, (struct sockaddr *)&address, sizeof address), ECONNREFUSED);
  FAILS(send(c, "x", 1, MSG_NOSIGNAL), EPIPE);
  step("out-of-band data arrived, a closed port refuses");
  return success();
}
