// UDP over the loopback: sendto, recvfrom, connected sockets, sendmmsg and recvmmsg, IPv6.
#include "program.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

int main(void) {
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}, from;
  int r = SYS(socket(AF_INET, SOCK_DGRAM, 0)), s = SYS(socket(AF_INET, SOCK_DGRAM, 0));
  SYS(bind(r, (struct sockaddr *)&a, sizeof a));
  socklen_t length = sizeof a;
  SYS(getsockname(r, (struct sockaddr *)&a, &length));
  CHECK(sendto(s, "datagram", 8, 0, (struct sockaddr *)&a, sizeof a) == 8);
  char buf[64] = {0};
  length = sizeof from;
  CHECK(recvfrom(r, buf, sizeof buf, 0, (struct sockaddr *)&from, &length) == 8);
  struct sockaddr_in mine;
  length = sizeof mine;
  SYS(getsockname(s, (struct sockaddr *)&mine, &length));
  CHECK(from.sin_port == mine.sin_port && length == sizeof mine);
  step("recvfrom names the sender of \"%s\"", buf);
  SYS(connect(s, (struct sockaddr *)&a, sizeof a));
  struct mmsghdr out[5], in[8];
  struct iovec out_vec[5], in_vec[8];
  char store[8][16];
  struct sockaddr_in senders[8];
  memset(out, 0, sizeof out);
  memset(in, 0, sizeof in);
  for (int i = 0; i < 5; i++) {
    out_vec[i] = (struct iovec){"abcdefgh", i + 1};
    out[i].msg_hdr.msg_iov = &out_vec[i];
    out[i].msg_hdr.msg_iovlen = 1;
  }
  CHECK(sendmmsg(s, out, 5, 0) == 5);
  CHECK(out[4].msg_len == 5);
  for (int i = 0; i < 8; i++) {
    in_vec[i] = (struct iovec){store[i], i == 3 ? 2 : 16};
    in[i].msg_hdr.msg_iov = &in_vec[i];
    in[i].msg_hdr.msg_iovlen = 1;
    in[i].msg_hdr.msg_name = &senders[i];
    in[i].msg_hdr.msg_namelen = sizeof senders[i];
  }
  struct timespec second = {1, 0};
  /* On a busy machine the kernel may bring them later, and not all at once. */
  struct pollfd readable = {r, POLLIN, 0};
  for (int count = 0; count < 5;) {
    CHECK(poll(&readable, 1, -1) == 1);
    count += SYS(recvmmsg(r, in + count, 8 - count, MSG_DONTWAIT, &second));
    CHECK(count <= 5);
  }
  for (int i = 0; i < 5; i++) {
    CHECK(in[i].msg_len == (i == 3 ? 2U : i + 1U));
    CHECK(((in[i].msg_hdr.msg_flags & MSG_TRUNC) != 0) == (i == 3));
    CHECK(in[i].msg_hdr.msg_namelen == sizeof(struct sockaddr_in));
    CHECK(senders[i].sin_port == mine.sin_port && store[i][0] == 'a');
  }
  step("five messages in one call, one of them cut");
  struct timeval wait = {0, 20000};
  SYS(setsockopt(r, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait));
  FAILS(recv(r, buf, sizeof buf, 0), EAGAIN);
  step("SO_RCVTIMEO ends a wait");
  SYS(setsockopt(r, SOL_SOCKET, SO_TIMESTAMP, &(int){1}, sizeof(int)));
  CHECK(send(s, "t", 1, 0) == 1);
  char control[128];
  struct iovec vec = {buf, sizeof buf};
  struct msghdr m = {.msg_iov = &vec, .msg_iovlen = 1, .msg_control = control,
                     .msg_controllen = sizeof control};
  CHECK(recvmsg(r, &m, 0) == 1);
  struct cmsghdr *c = CMSG_FIRSTHDR(&m);
  CHECK(c != NULL && c->cmsg_type == SCM_TIMESTAMP);
  struct timeval stamp;
  memcpy(&stamp, CMSG_DATA(c), sizeof stamp);
  CHECK(stamp.tv_sec > 1500000000);
  show("stamp %ld.%06ld", (long)stamp.tv_sec, (long)stamp.tv_usec);
  step("a time stamp came in the control data");
  int six = socket(AF_INET6, SOCK_DGRAM, 0);
  if (six >= 0) {
    struct sockaddr_in6 loop = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    if (bind(six, (struct sockaddr *)&loop, sizeof loop) == 0) {
      length = sizeof loop;
      SYS(getsockname(six, (struct sockaddr *)&loop, &length));
      CHECK(length == sizeof loop && loop.sin6_port != 0);
    }
  }
  step("IPv6 where there is one");
  return success();
}
