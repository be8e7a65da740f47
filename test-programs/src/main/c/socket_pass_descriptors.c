// SCM_RIGHTS and SCM_CREDENTIALS: descriptors and identity pass to a child; truncated control data.
#include "program.h"
#include <sys/socket.h>

static ssize_t send_descriptors(int to, const int *fds, int count) {
  char control[CMSG_SPACE(sizeof(int) * 4)] = {0};
  struct iovec vec = {"fd", 2};
  struct msghdr m = {.msg_iov = &vec, .msg_iovlen = 1, .msg_control = control};
  m.msg_controllen = CMSG_SPACE(sizeof(int) * count);
  struct cmsghdr *c = CMSG_FIRSTHDR(&m);
  c->cmsg_level = SOL_SOCKET;
  c->cmsg_type = SCM_RIGHTS;
  c->cmsg_len = CMSG_LEN(sizeof(int) * count);
  memcpy(CMSG_DATA(c), fds, sizeof(int) * count);
  return sendmsg(to, &m, 0);
}

static struct cmsghdr *receive(int from, struct msghdr *m, char *control, size_t size, int flags) {
  static char data[16];
  static struct iovec vec;
  vec = (struct iovec){data, sizeof data};
  memset(m, 0, sizeof *m);
  m->msg_iov = &vec;
  m->msg_iovlen = 1;
  m->msg_control = control;
  m->msg_controllen = size;
  CHECK(recvmsg(from, m, flags) == 2);
  return CMSG_FIRSTHDR(m);
}

int main(void) {
  int s[2];
  char control[256] __attribute__((aligned(8)));
  struct msghdr m;
  SYS(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, s));
  pid_t child = SYS(fork());
  if (child == 0) {
    struct cmsghdr *c = receive(s[1], &m, control, sizeof control, MSG_CMSG_CLOEXEC);
    CHECK(c != NULL && c->cmsg_type == SCM_RIGHTS && c->cmsg_len == CMSG_LEN(2 * sizeof(int)));
    CHECK(m.msg_flags & MSG_CMSG_CLOEXEC);
    int fds[2];
    memcpy(fds, CMSG_DATA(c), sizeof fds);
    CHECK(fcntl(fds[0], F_GETFD) == FD_CLOEXEC);
    char text[4];
    CHECK(read(fds[0], text, 4) == 4 && memcmp(text, "data", 4) == 0);
    CHECK(write(fds[1], "!", 1) == 1);
    _exit(0);
  }
  write_file("f", "data", 4);
  int p[2];
  SYS(pipe(p));
  int fds[2] = {SYS(open("f", O_RDONLY)), p[1]};
  CHECK(send_descriptors(s[0], fds, 2) == 2);
  char c1;
  read_fully(p[0], &c1, 1);
  EXPECT_EXIT(child, 0);
  step("a file and a pipe passed to the child");
  CHECK(send_descriptors(s[0], fds, 2) == 2);
  struct cmsghdr *c = receive(s[1], &m, control, CMSG_SPACE(sizeof(int)) - 4, 0);
  CHECK((m.msg_flags & MSG_CTRUNC) && c != NULL && c->cmsg_len == CMSG_LEN(sizeof(int)));
  step("too small a control buffer gets one descriptor and MSG_CTRUNC");
  SYS(setsockopt(s[1], SOL_SOCKET, SO_PASSCRED, &(int){1}, sizeof(int)));
  CHECK(send(s[0], "hi", 2, 0) == 2);
  c = receive(s[1], &m, control, sizeof control, 0);
  CHECK(c != NULL && c->cmsg_type == SCM_CREDENTIALS);
  struct ucred credentials;
  memcpy(&credentials, CMSG_DATA(c), sizeof credentials);
  CHECK(credentials.pid == getpid() && credentials.uid == getuid());
  show("credentials of pid %d", credentials.pid);
  step("credentials name the sender");
  return success();
}
