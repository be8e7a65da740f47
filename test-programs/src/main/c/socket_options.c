// getsockopt and setsockopt: sizes, short buffers, errors pending, names of nothing.
#include "program.h"
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int main(void) {
  int s = SYS(socket(AF_INET, SOCK_STREAM, 0));
  int value = -1;
  socklen_t length = sizeof value;
  SYS(getsockopt(s, SOL_SOCKET, SO_TYPE, &value, &length));
  CHECK(value == SOCK_STREAM && length == 4);
  SYS(getsockopt(s, SOL_SOCKET, SO_DOMAIN, &value, &length));
  CHECK(value == AF_INET);
  SYS(getsockopt(s, SOL_SOCKET, SO_ERROR, &value, &length));
  CHECK(value == 0);
  step("SO_TYPE, SO_DOMAIN, SO_ERROR");
  SYS(setsockopt(s, SOL_SOCKET, SO_SNDBUF, &(int){50000}, sizeof(int)));
  SYS(getsockopt(s, SOL_SOCKET, SO_SNDBUF, &value, &length));
  CHECK(value == 100000);
  struct linger linger = {1, 7}, back = {9, 9};
  SYS(setsockopt(s, SOL_SOCKET, SO_LINGER, &linger, sizeof linger));
  length = 4;
  SYS(getsockopt(s, SOL_SOCKET, SO_LINGER, &back, &length));
  CHECK(length == 4 && back.l_onoff == 1 && back.l_linger == 9);
  step("a short buffer gets the beginning only");
  struct timeval time = {3, 500000}, got;
  SYS(setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time));
  length = sizeof got;
  SYS(getsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &got, &length));
  CHECK(got.tv_sec == 3 && length == sizeof got);
  FAILS(getsockopt(s, SOL_SOCKET, 9999, &value, &length), ENOPROTOOPT);
  FAILS(getsockopt(0, SOL_SOCKET, SO_TYPE, &value, &length), ENOTSOCK);
  FAILS(setsockopt(s, SOL_SOCKET, SO_SNDBUF, &value, 1), EINVAL);
  FAILS(getsockopt(s, SOL_SOCKET, SO_TYPE, &value, (socklen_t *)8), EFAULT);
  step("bad options are refused");
  struct sockaddr_in peer;
  length = sizeof peer;
  FAILS(getpeername(s, (struct sockaddr *)&peer, &length), ENOTCONN);
  FAILS(socket(AF_INET, 99, 0), EINVAL);
  FAILS(socket(200, SOCK_STREAM, 0), EAFNOSUPPORT);
  FAILS(listen(0, 5), ENOTSOCK);
  FAILS(accept(s, NULL, NULL), EINVAL);
  int on = 1;
  SYS(ioctl(s, FIONBIO, &on));
  CHECK(fcntl(s, F_GETFL) & O_NONBLOCK);
  step("calls on a socket that is nothing yet fail");
  return success();
}
