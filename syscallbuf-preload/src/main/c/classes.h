/* What a descriptor is, and with it whether a call on it could wait. Recording only. */
#pragma once
#include "hook.h"

/*
 * NEVER is also set by the supervisor, for those that it looks after. MAPPED is a file that somebody
 * maps shared: what is written there changes memory. The supervisor marks standard output and error
 * by the bits of STREAM, whatever they are.
 */
enum {
  UNKNOWN = 0,
  PLAIN = 1,
  PIPE = JRR_CLASS_PIPE,
  SOCKET = JRR_CLASS_SOCKET,
  NEVER = JRR_CLASS_NEVER,
  MAPPED = 5,
  CLASS = (1 << JRR_CLASS_STREAM_SHIFT) - 1,
  STREAM = JRR_CLASS_STREAM_SHIFT,
};

#define CLASSES ((volatile uint8_t *)JRR_HOOK_CLASSES)
#define CLASS_COUNT ((int)JRR_CLASS_COUNT)

#define S_IFMT 0170000

struct kernel_stat {
  u64 dev, ino, nlink;
  uint32_t mode, uid, gid, pad;
  u64 rdev, size, block_size, blocks, accessed[2], modified[2], changed[2], rest[3];
};

static int is_mapped_shared(const struct kernel_stat *status) {
  u64 count = WORD(JRR_HOOK_SHARED);
  const u64 *file = (const u64 *)(JRR_HOOK_SHARED + 8);
  if (count > JRR_HOOK_SHARED_LIMIT) return 1;
  for (; count; count--, file += 2) {
    if (file[0] == status->dev && file[1] == status->ino) return 1;
  }
  return 0;
}

static int class_by_status(const struct kernel_stat *status) {
  switch (status->mode & S_IFMT) {
    case 0100000: /* regular */
      return is_mapped_shared(status) ? MAPPED : PLAIN;
    case 0040000: /* directory */
      return PLAIN;
    case 0020000: { /* character device: of /dev/null, zero, full, random and urandom */
      u64 major = status->rdev >> 8 & 0xfff, minor = status->rdev & 0xff;
      return major == 1 && (minor == 3 || minor == 5 || minor == 7 || minor == 9) ? PLAIN : NEVER;
    }
    case 0010000:
      return PIPE;
    case 0140000:
      return SOCKET;
    case 0: /* eventfd, timerfd, signalfd, epoll...: poll tells whether they are ready */
      return PIPE;
    default:
      return NEVER;
  }
}

static int class_of(u64 fd) {
  if (fd >= CLASS_COUNT) return NEVER;
  int class = CLASSES[fd] & CLASS;
  if (class == UNKNOWN) {
    struct kernel_stat status;
    if (make(__NR_fstat, fd, (u64)&status, 0, 0, 0, 0) < 0) return NEVER;
    class = class_by_status(&status);
    CLASSES[fd] |= (uint8_t)class;
  }
  return class;
}

/* 1 for the recording's standard output, 2 for its standard error, else 0. */
static int stream_of(u64 fd) {
  return fd < CLASS_COUNT ? CLASSES[fd] >> STREAM : 0;
}

/* Whether the supervisor must know what becomes of the descriptor. */
static int is_kept(u64 fd) {
  return class_of(fd) == NEVER || stream_of(fd);
}

#define POLLIN 1
#define POLLOUT 4

/* Whether poll has anything to say: then a call of that kind does not wait. */
static int is_ready(u64 fd, int events) {
  struct {
    int fd;
    short events, revents;
  } set = {(int)fd, (short)events, 0};
  return make(__NR_poll, (u64)&set, 1, 0, 0, 0, 0) == 1;
}

#define O_NONBLOCK 04000
#define F_GETFL 3

static int is_nonblocking(u64 fd) {
  i64 flags = make(__NR_fcntl, fd, F_GETFL, 0, 0, 0, 0);
  return flags >= 0 && (flags & O_NONBLOCK);
}

static int may_read(const struct regs *regs) {
  u64 fd = regs->rdi;
  int class = class_of(fd);
  if (class == PLAIN || class == MAPPED) return 1;
  if (class == NEVER || (regs->rax != __NR_read && regs->rax != __NR_readv)) return 0;
  return is_ready(fd, POLLIN) || is_nonblocking(fd);
}

/* So much goes whole into a pipe that has room (PIPE_BUF), and into a socket that does. */
#define WHOLE 4096

static int may_write(const struct regs *regs, u64 size) {
  u64 fd = regs->rdi;
  int class = class_of(fd);
  if (class == PLAIN) return 1;
  if ((class != PIPE && class != SOCKET) || (regs->rax != __NR_write && regs->rax != __NR_writev)) return 0;
  return (size <= WHOLE && is_ready(fd, POLLOUT)) || is_nonblocking(fd);
}

#define MSG_PEEK 2
#define MSG_DONTWAIT 0x40
#define MSG_NOSIGNAL 0x4000
#define MSG_CMSG_CLOEXEC 0x40000000
#define SEND_FLAGS (MSG_DONTWAIT | MSG_NOSIGNAL)
#define RECEIVE_FLAGS (MSG_DONTWAIT | MSG_NOSIGNAL | MSG_PEEK | MSG_CMSG_CLOEXEC)

/* The flags of a message call on a socket; 0 if the call is another one. */
static int is_socket_call(const struct regs *regs, u64 flags, u64 known) {
  return class_of(regs->rdi) == SOCKET && !stream_of(regs->rdi) && !(flags & ~known);
}

static int may_receive(const struct regs *regs) {
  u64 flags = regs->rax == __NR_recvmsg ? regs->rdx : regs->r10;
  if (!is_socket_call(regs, flags, RECEIVE_FLAGS)) return 0;
  return flags & MSG_DONTWAIT || is_ready(regs->rdi, POLLIN) || is_nonblocking(regs->rdi);
}

#define MSG_WAITFORONE 0x10000

/* With a time limit it tells how much of that is left. Without WAITFORONE it waits until all have come. */
static int may_receive_all(const struct regs *regs) {
  u64 flags = regs->r10;
  if (regs->rdx > MESSAGE_LIMIT || regs->r8) return 0;
  if (!is_socket_call(regs, flags, RECEIVE_FLAGS | MSG_WAITFORONE)) return 0;
  return flags & MSG_DONTWAIT || is_nonblocking(regs->rdi) ||
         (flags & MSG_WAITFORONE && is_ready(regs->rdi, POLLIN));
}

static int may_send(const struct regs *regs, u64 size) {
  u64 flags = regs->rax == __NR_sendmsg ? regs->rdx : regs->r10; /* of sendto and sendmmsg */
  if (!is_socket_call(regs, flags, SEND_FLAGS)) return 0;
  return flags & MSG_DONTWAIT || (size <= WHOLE && is_ready(regs->rdi, POLLOUT)) || is_nonblocking(regs->rdi);
}

#define EBADF 9

/*
 * Whether there is no such descriptor: daemons close all that there may be. Another task's call may
 * end with it in the meantime; it is a new one then, of which nothing is known.
 */
static int is_none(u64 fd) {
  struct kernel_stat status;
  if (fd < CLASS_COUNT && CLASSES[fd] != UNKNOWN) return 0;
  return make(__NR_fstat, fd, (u64)&status, 0, 0, 0, 0) == -EBADF;
}

#define SOL_SOCKET 1
#define SO_LINGER 13

/* A socket may be told to wait at its close for what was sent. */
static int may_close(u64 fd) {
  if (is_none(fd)) return 1;
  if (is_kept(fd)) return 0;
  if (class_of(fd) != SOCKET) return 1;
  struct {
    int on, seconds;
  } linger = {1, 0};
  int size = sizeof linger;
  return make(__NR_getsockopt, fd, SOL_SOCKET, SO_LINGER, (u64)&linger, (u64)&size, 0) == 0 && !linger.on;
}

/* Whether dup2 may put another file there. */
static int may_replace(u64 fd) {
  return fd < CLASS_COUNT && may_close(fd);
}
