// AF_UNIX socket pairs: stream, datagram, seqpacket; MSG_PEEK, shutdown, EPIPE, end of file.
#include "program.h"
#include <sys/socket.h>

int main(void) {
  int s[2];
  char buf[64] = {0};
  SYS(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
  CHECK(send(s[0], "hello ", 6, 0) == 6);
  CHECK(send(s[0], "stream", 6, 0) == 6);
  CHECK(recv(s[1], buf, sizeof buf, MSG_PEEK) == 12);
  CHECK(recv(s[1], buf, 3, 0) == 3);
  CHECK(recv(s[1], buf, sizeof buf, MSG_DONTWAIT) == 9);
  FAILS(recv(s[1], buf, sizeof buf, MSG_DONTWAIT), EAGAIN);
  SYS(shutdown(s[0], SHUT_WR));
  CHECK(recv(s[1], buf, sizeof buf, 0) == 0);
  CHECK(send(s[1], "back", 4, 0) == 4);
  SYS(close(s[0]));
  FAILS(send(s[1], "x", 1, MSG_NOSIGNAL), EPIPE);
  step("a stream: peeking, shutdown, end, EPIPE");
  SYS(socketpair(AF_UNIX, SOCK_DGRAM, 0, s));
  CHECK(send(s[0], "12345", 5, 0) == 5);
  CHECK(send(s[0], "", 0, 0) == 0);
  CHECK(recv(s[1], buf, 3, MSG_TRUNC) == 5);
  CHECK(recv(s[1], buf, sizeof buf, 0) == 0);
  step("datagrams: cut with the true length, empty ones arrive");
  SYS(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, s));
  CHECK(send(s[0], "first", 5, 0) == 5);
  CHECK(send(s[0], "second", 6, 0) == 6);
  struct iovec vec = {buf, 4};
  struct msghdr m = {.msg_iov = &vec, .msg_iovlen = 1};
  CHECK(recvmsg(s[1], &m, 0) == 4 && (m.msg_flags & MSG_TRUNC));
  vec.iov_len = sizeof buf;
  CHECK(recvmsg(s[1], &m, 0) == 6 && (m.msg_flags & MSG_TRUNC) == 0);
  SYS(close(s[0]));
  CHECK(recv(s[1], buf, sizeof buf, 0) == 0);
  step("packets: kept apart, cut with MSG_TRUNC");
  return success();
}
