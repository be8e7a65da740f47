// Every call on sockets, so often that it is made without a stop: names, options, vectors,
// descriptors in messages, and calls that fail.
#include "program.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>

enum { ROUNDS = 12 };

static int listening(int flags) {
  int server = SYS(socket(AF_INET, SOCK_STREAM | flags, 0));
  int one = 1;
  SYS(setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one));
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  SYS(bind(server, (struct sockaddr *)&address, sizeof address));
  SYS(listen(server, 5));
  return server;
}

/* On a busy machine the kernel may bring it some time after it was sent. */
static void wait_until_readable(int fd) {
  struct pollfd wanted = {fd, POLLIN, 0};
  CHECK(poll(&wanted, 1, -1) == 1);
}

static void tcp(void) {
  int server = listening(0), eager = listening(SOCK_NONBLOCK);
  for (int i = 0; i < ROUNDS; i++) {
    FAILS(accept4(eager, NULL, NULL, 0), EAGAIN);
    struct sockaddr_in address, peer;
    socklen_t length = sizeof address;
    SYS(getsockname(server, (struct sockaddr *)&address, &length));
    CHECK(length == sizeof address && address.sin_port != 0);
    int client = SYS(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    long connected = connect(client, (struct sockaddr *)&address, sizeof address);
    CHECK(connected == 0 || errno == EINPROGRESS);
    length = sizeof peer + 100;
    char wide[sizeof peer + 100];
    int session = SYS(accept4(server, (struct sockaddr *)wide, &length, SOCK_NONBLOCK));
    CHECK(length == sizeof peer);
    memcpy(&peer, wide, sizeof peer);
    struct sockaddr_in own;
    length = 4; /* the name is cut, its length is told */
    memset(&own, 0x55, sizeof own);
    SYS(getsockname(client, (struct sockaddr *)&own, &length));
    CHECK(length == sizeof own && own.sin_port == peer.sin_port);
    CHECK(own.sin_addr.s_addr == 0x55555555);
    length = sizeof own;
    SYS(getpeername(client, (struct sockaddr *)&own, &length));
    CHECK(own.sin_port == address.sin_port);
    int value = 1;
    SYS(setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &value, sizeof value));
    value = 0;
    length = sizeof value;
    SYS(getsockopt(client, IPPROTO_TCP, TCP_NODELAY, &value, &length));
    CHECK(value == 1 && length == sizeof value);
    FAILS(setsockopt(client, SOL_SOCKET, SO_REUSEADDR, &value, 1), EINVAL);
    char buffer[64];
    FAILS(recv(session, buffer, sizeof buffer, 0), EAGAIN);
    CHECK(send(client, "hello", 5, MSG_NOSIGNAL) == 5);
    wait_until_readable(session);
    CHECK(recv(session, buffer, sizeof buffer, MSG_PEEK) == 5);
    SYS(ioctl(session, FIONREAD, &value));
    CHECK(value == 5);
    CHECK(recv(session, buffer, sizeof buffer, 0) == 5 && memcmp(buffer, "hello", 5) == 0);
    SYS(shutdown(client, SHUT_WR));
    wait_until_readable(session);
    CHECK(recv(session, buffer, sizeof buffer, 0) == 0);
    int off = 0;
    SYS(ioctl(session, FIONBIO, &off));
    CHECK((SYS(fcntl(session, F_GETFL)) & O_NONBLOCK) == 0);
    SYS(close(client));
    SYS(close(session));
  }
  SYS(close(server));
  SYS(close(eager));
  step("connections of TCP");
}

/* Calls that write though they fail, which what is written in turn tells. */
static void failures(void) {
  int null = SYS(open("/dev/null", O_WRONLY));
  for (int i = 0; i < ROUNDS; i++) {
    int pair[2] = {-1, -1};
    FAILS(socketpair(AF_INET, SOCK_STREAM, 0, pair), EOPNOTSUPP);
    SYS(write(null, pair, sizeof pair));
    SYS(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
    struct ucred peer;
    socklen_t length = sizeof peer;
    SYS(getsockopt(pair[0], SOL_SOCKET, SO_PEERCRED, &peer, &length));
    CHECK(length == sizeof peer && peer.pid == getpid());
    gid_t groups[1];
    length = 0;
    errno = 0;
    long told = getsockopt(pair[0], SOL_SOCKET, SO_PEERGROUPS, groups, &length);
    CHECK(told == 0 || (errno == ERANGE && length > 0));
    SYS(write(null, &length, sizeof length));
    SYS(close(pair[0]));
    SYS(close(pair[1]));
  }
  SYS(close(null));
  step("calls that write and fail");
}

/* Several messages a call: all are there, some are, none is. */
static void batches(void) {
  int pair[2];
  SYS(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
  for (int i = 0; i < ROUNDS; i++) {
    struct mmsghdr out[3] = {0}, in[4] = {0};
    struct iovec parts[3] = {{"one", 3}, {"three", 5}, {"fifteen", 7}}, rooms[4];
    char texts[4][8], names[4][sizeof(struct sockaddr_un)];
    memset(texts, 'x', sizeof texts);
    for (int at = 0; at < 3; at++) {
      out[at].msg_hdr.msg_iov = &parts[at];
      out[at].msg_hdr.msg_iovlen = 1;
      out[at].msg_len = 99;
    }
    for (int at = 0; at < 4; at++) {
      rooms[at] = (struct iovec){texts[at], at == 1 ? 2 : sizeof texts[at]};
      in[at].msg_hdr.msg_iov = &rooms[at];
      in[at].msg_hdr.msg_iovlen = 1;
      in[at].msg_hdr.msg_name = names[at];
      in[at].msg_hdr.msg_namelen = sizeof names[at];
    }
    FAILS(recvmmsg(pair[1], in, 4, MSG_DONTWAIT, NULL), EAGAIN);
    CHECK(SYS(sendmmsg(pair[0], out, 3, i % 2 ? MSG_DONTWAIT : 0)) == 3);
    CHECK(out[0].msg_len == 3 && out[1].msg_len == 5 && out[2].msg_len == 7);
    struct timespec enough = {1, 0};
    int first = SYS(recvmmsg(pair[1], in, 2, i % 3 ? MSG_WAITFORONE : 0, i % 4 ? NULL : &enough));
    int rest = SYS(recvmmsg(pair[1], in + first, 4 - first, i % 2 ? MSG_WAITFORONE : MSG_DONTWAIT, NULL));
    CHECK(first == 2 && rest == 1);
    CHECK(in[0].msg_len == 3 && memcmp(texts[0], "onexx", 5) == 0 && in[0].msg_hdr.msg_namelen == 0);
    CHECK(in[1].msg_len == 2 && in[1].msg_hdr.msg_flags == MSG_TRUNC && memcmp(texts[1], "thx", 3) == 0);
    CHECK(in[2].msg_len == 7 && memcmp(texts[2], "fifteenx", 8) == 0 && in[3].msg_len == 0);
    CHECK(sendmmsg(pair[0], out, 0, 0) == 0);
  }
  SYS(close(pair[1]));
  struct mmsghdr none = {0};
  CHECK(sendmmsg(pair[0], &none, 1, MSG_NOSIGNAL) == -1);
  for (int i = 0; i < ROUNDS; i++) FAILS(sendmmsg(pair[0], &none, 1, MSG_NOSIGNAL), ENOTCONN);
  SYS(close(pair[0]));
  step("several messages a call");
}

static void datagrams(void) {
  int one = SYS(socket(AF_INET, SOCK_DGRAM, 0)), two = SYS(socket(AF_INET, SOCK_DGRAM, 0));
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  SYS(bind(one, (struct sockaddr *)&address, sizeof address));
  SYS(bind(two, (struct sockaddr *)&address, sizeof address));
  socklen_t length = sizeof address;
  SYS(getsockname(two, (struct sockaddr *)&address, &length));
  for (int i = 0; i < ROUNDS; i++) {
    char text[16], got[8];
    memset(text, 'a' + i, sizeof text);
    CHECK(sendto(one, text, sizeof text, 0, (struct sockaddr *)&address, sizeof address) == 16);
    struct sockaddr_in from;
    memset(&from, 0, sizeof from);
    length = sizeof from;
    CHECK(recvfrom(two, got, sizeof got, 0, (struct sockaddr *)&from, &length) == 8);
    CHECK(length == sizeof from && from.sin_addr.s_addr == htonl(INADDR_LOOPBACK) && got[7] == 'a' + i);
    FAILS(recvfrom(two, got, sizeof got, MSG_DONTWAIT, NULL, NULL), EAGAIN);
    struct iovec parts[] = {{text, 3}, {text + 5, 0}, {text + 8, 4}};
    struct msghdr out = {.msg_name = &address, .msg_namelen = sizeof address, .msg_iov = parts, .msg_iovlen = 3};
    CHECK(sendmsg(one, &out, 0) == 7);
    char a[2] = "", b[16] = "";
    struct iovec places[] = {{a, 2}, {b, 16}};
    struct msghdr in = {.msg_name = &from, .msg_namelen = sizeof from, .msg_iov = places, .msg_iovlen = 2};
    CHECK(recvmsg(two, &in, 0) == 7 && in.msg_namelen == sizeof from && in.msg_flags == 0);
    CHECK(a[1] == 'a' + i && b[4] == 'a' + i && b[5] == 0);
    CHECK(sendmsg(one, &out, 0) == 7);
    in.msg_iovlen = 1;
    CHECK(recvmsg(two, &in, 0) == 2 && in.msg_flags == MSG_TRUNC);
  }
  SYS(close(one));
  SYS(close(two));
  step("datagrams, from whom, in pieces, and cut");
}

static void descriptors(void) {
  for (int i = 0; i < ROUNDS; i++) {
    int pair[2], ends[2];
    SYS(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
    SYS(pipe2(ends, O_CLOEXEC));
    union {
      struct cmsghdr header;
      char space[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec byte = {(char[]){'x'}, 1};
    struct msghdr message = {.msg_iov = &byte, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(&control.header), &ends[1], sizeof(int));
    CHECK(sendmsg(pair[0], &message, 0) == 1);
    memset(&control, 0, sizeof control);
    message.msg_controllen = sizeof control;
    CHECK(recvmsg(pair[1], &message, MSG_CMSG_CLOEXEC) == 1);
    CHECK(message.msg_controllen >= CMSG_LEN(sizeof(int)));
    int passed;
    memcpy(&passed, CMSG_DATA(&control.header), sizeof passed);
    char text[8];
    CHECK(write(passed, "through", 7) == 7 && read(ends[0], text, 8) == 7);
    struct linger lingering = {1, 1};
    if (i % 2) {
      SYS(setsockopt(pair[0], SOL_SOCKET, SO_LINGER, &lingering, sizeof lingering));
    }
    struct ucred who;
    socklen_t length = sizeof who;
    SYS(getsockopt(pair[0], SOL_SOCKET, SO_PEERCRED, &who, &length));
    CHECK(who.pid == getpid());
    SYS(close(passed));
    SYS(close(ends[0]));
    SYS(close(ends[1]));
    SYS(close(pair[0]));
    SYS(close(pair[1]));
  }
  step("descriptors in messages");
}

/* A message that does not fit waits until there is room, and goes whole. */
static void room(void) {
  int pair[2];
  SYS(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
  pid_t child = SYS(fork());
  static char block[3000];
  if (child == 0) {
    SYS(close(pair[0]));
    size_t total = 0;
    for (int i = 0; i < 400; i++) {
      read_fully(pair[1], block, sizeof block);
      total += sizeof block;
      for (size_t at = 0; at < sizeof block; at += 100) {
        CHECK(block[at] == (char)i);
      }
    }
    step("%zu bytes came", total);
    _exit(0);
  }
  for (int i = 0; i < 400; i++) {
    memset(block, i, sizeof block);
    if (i % 2) {
      CHECK(write(pair[0], block, sizeof block) == sizeof block);
    } else {
      struct iovec parts[] = {{block, 1000}, {block, 2000}};
      struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
      CHECK(sendmsg(pair[0], &message, 0) == sizeof block);
    }
  }
  EXPECT_EXIT(child, 0);
}

int main(void) {
  tcp();
  batches();
  failures();
  datagrams();
  descriptors();
  room();
  return success();
}
