/*
 * The hook: makes a system call in the program itself and keeps what it did in the buffer, or at
 * replay takes it from there. Freestanding, no vector registers, no thread-local storage, own stack.
 *
 * It never waits: a call that might block is not made, and the stub's own `syscall` makes it traced
 * (BAIL). No task is switched away from in here, so locals, stack and buffer serve all tasks of an
 * address space. At replay a call for which there is no record bails, as it did when recorded.
 */
#include <asm/unistd.h>
#include <stdint.h>

#include "jrr_layout.h"

typedef uint64_t u64;
typedef int64_t i64;

/* What the program's registers were, as jrr_page.S pushed them. */
struct regs {
  u64 r9, r8, r10, rdx, rsi, rdi, rax, flags, back;
};

/* What hook() answers: jrr_page.S knows these. */
enum { BAIL = 0, DONE = 1, STOP = 2, DIVERGED = 3 };

enum { OFF = 0, RECORD = 1, REPLAY = 2 };

#define WORD(address) (*(volatile u64 *)(address))
#define CLASSES ((volatile uint8_t *)JRR_HOOK_CLASSES)
#define CLASS_COUNT 1024

/* A record; what the call wrote follows, each piece at a multiple of 8 bytes. */
struct record {
  uint32_t size;
  uint32_t number;
  i64 result;
  uint32_t digest;
  uint32_t unused;
};

/*
 * What a descriptor is. NEVER is also set by the supervisor, for those that it looks after. MAPPED
 * is a file that somebody maps shared: what is written there changes memory.
 */
enum { UNKNOWN = 0, PLAIN = 1, PIPE = 2, SOCKET = 3, NEVER = 4, MAPPED = 5 };

/* How a call is treated. */
enum {
  TRACED = 0,
  MAKE,      /* never waits */
  ON_FILE,   /* never waits; not for descriptors that the supervisor looks after */
  READ,      /* waits for input on some descriptors */
  WRITE,     /* waits for room */
  OPEN,
  CLOSE,
  POLL,      /* made with no timeout */
  EPOLL,
  FUTEX,
  FCNTL,
  IOCTL,
  RANDOM,
};

/* Sizes of outputs that depend on the call. */
enum { RESULT = 0xffff, POLL_SET = 0xfffe, EPOLL_EVENTS = 0xfffd, BY_IOCTL = 0xfffc };

#define NONE 7

struct shape {
  uint8_t how;
  uint8_t string1, string2;   /* arguments that are strings read by the call */
  uint8_t bytes, length;      /* argument that points to bytes read, argument that counts them */
  uint8_t fixed, fixed_size;  /* argument that points to a fixed number of bytes read */
  uint8_t out1, out2;
  uint16_t out1_size, out2_size;
};

#define SHAPE(how) how, NONE, NONE, NONE, NONE, NONE, 0, NONE, NONE, 0, 0
#define PLAIN_CALL {SHAPE(MAKE)}
#define PATH_CALL(argument) {MAKE, argument, NONE, NONE, NONE, NONE, 0, NONE, NONE, 0, 0}
#define PATHS_CALL(one, two) {MAKE, one, two, NONE, NONE, NONE, 0, NONE, NONE, 0, 0}
#define OUT_CALL(argument, size) {MAKE, NONE, NONE, NONE, NONE, NONE, 0, argument, NONE, size, 0}
#define PATH_OUT_CALL(path, argument, size) \
  {MAKE, path, NONE, NONE, NONE, NONE, 0, argument, NONE, size, 0}

static const struct shape shapes[] = {
    [__NR_read] = {READ, NONE, NONE, NONE, NONE, NONE, 0, 1, NONE, RESULT, 0},
    [__NR_write] = {WRITE, NONE, NONE, 1, 2, NONE, 0, NONE, NONE, 0, 0},
    [__NR_open] = {OPEN, 0, NONE, NONE, NONE, NONE, 0, NONE, NONE, 0, 0},
    [__NR_close] = {SHAPE(CLOSE)},
    [__NR_stat] = PATH_OUT_CALL(0, 1, 144),
    [__NR_fstat] = OUT_CALL(1, 144),
    [__NR_lstat] = PATH_OUT_CALL(0, 1, 144),
    [__NR_poll] = {POLL, NONE, NONE, NONE, NONE, NONE, 0, 0, NONE, POLL_SET, 0},
    [__NR_lseek] = {SHAPE(ON_FILE)},
    [__NR_rt_sigaction] = {MAKE, NONE, NONE, NONE, NONE, 1, 32, 2, NONE, 32, 0},
    [__NR_rt_sigprocmask] = {MAKE, NONE, NONE, NONE, NONE, 1, 8, 2, NONE, 8, 0},
    [__NR_ioctl] = {IOCTL, NONE, NONE, NONE, NONE, NONE, 0, 2, NONE, BY_IOCTL, 0},
    [__NR_pread64] = {READ, NONE, NONE, NONE, NONE, NONE, 0, 1, NONE, RESULT, 0},
    [__NR_pwrite64] = {WRITE, NONE, NONE, 1, 2, NONE, 0, NONE, NONE, 0, 0},
    [__NR_access] = PATH_CALL(0),
    [__NR_getpid] = PLAIN_CALL,
    [__NR_sendto] = {WRITE, NONE, NONE, 1, 2, NONE, 0, NONE, NONE, 0, 0},
    [__NR_recvfrom] = {READ, NONE, NONE, NONE, NONE, NONE, 0, 1, NONE, RESULT, 0},
    [__NR_uname] = OUT_CALL(0, 390),
    [__NR_fcntl] = {SHAPE(FCNTL)},
    [__NR_fsync] = {SHAPE(ON_FILE)},
    [__NR_fdatasync] = {SHAPE(ON_FILE)},
    [__NR_getdents64] = {READ, NONE, NONE, NONE, NONE, NONE, 0, 1, NONE, RESULT, 0},
    [__NR_getcwd] = OUT_CALL(0, RESULT),
    [__NR_chdir] = PATH_CALL(0),
    [__NR_fchdir] = PLAIN_CALL,
    [__NR_rename] = PATHS_CALL(0, 1),
    [__NR_mkdir] = PATH_CALL(0),
    [__NR_rmdir] = PATH_CALL(0),
    [__NR_link] = PATHS_CALL(0, 1),
    [__NR_unlink] = PATH_CALL(0),
    [__NR_symlink] = PATHS_CALL(0, 1),
    [__NR_readlink] = PATH_OUT_CALL(0, 1, RESULT),
    [__NR_chmod] = PATH_CALL(0),
    [__NR_fchmod] = PLAIN_CALL,
    [__NR_umask] = PLAIN_CALL,
    [__NR_gettimeofday] = {MAKE, NONE, NONE, NONE, NONE, NONE, 0, 0, 1, 16, 8},
    [__NR_getrlimit] = OUT_CALL(1, 16),
    [__NR_getrusage] = OUT_CALL(1, 144),
    [__NR_sysinfo] = OUT_CALL(0, 112),
    [__NR_times] = OUT_CALL(0, 32),
    [__NR_getuid] = PLAIN_CALL,
    [__NR_getgid] = PLAIN_CALL,
    [__NR_geteuid] = PLAIN_CALL,
    [__NR_getegid] = PLAIN_CALL,
    [__NR_getppid] = PLAIN_CALL,
    [__NR_getpgrp] = PLAIN_CALL,
    [__NR_getpgid] = PLAIN_CALL,
    [__NR_getsid] = PLAIN_CALL,
    [__NR_statfs] = PATH_OUT_CALL(0, 1, 120),
    [__NR_fstatfs] = OUT_CALL(1, 120),
    [__NR_getpriority] = PLAIN_CALL,
    [__NR_gettid] = PLAIN_CALL,
    [__NR_getxattr] = {MAKE, 0, 1, NONE, NONE, NONE, 0, 2, NONE, RESULT, 0},
    [__NR_lgetxattr] = {MAKE, 0, 1, NONE, NONE, NONE, 0, 2, NONE, RESULT, 0},
    [__NR_fgetxattr] = {MAKE, 1, NONE, NONE, NONE, NONE, 0, 2, NONE, RESULT, 0},
    [__NR_time] = OUT_CALL(0, 8),
    [__NR_futex] = {SHAPE(FUTEX)},
    [__NR_clock_gettime] = OUT_CALL(1, 16),
    [__NR_clock_getres] = OUT_CALL(1, 16),
    [__NR_epoll_wait] = {EPOLL, NONE, NONE, NONE, NONE, NONE, 0, 1, NONE, EPOLL_EVENTS, 0},
    [__NR_epoll_ctl] = {MAKE, NONE, NONE, NONE, NONE, 3, 12, NONE, NONE, 0, 0},
    [__NR_openat] = {OPEN, 1, NONE, NONE, NONE, NONE, 0, NONE, NONE, 0, 0},
    [__NR_mkdirat] = PATH_CALL(1),
    [__NR_newfstatat] = PATH_OUT_CALL(1, 2, 144),
    [__NR_unlinkat] = PATH_CALL(1),
    [__NR_renameat] = PATHS_CALL(1, 3),
    [__NR_renameat2] = PATHS_CALL(1, 3),
    [__NR_readlinkat] = PATH_OUT_CALL(1, 2, RESULT),
    [__NR_fchmodat] = PATH_CALL(1),
    [__NR_faccessat] = PATH_CALL(1),
    [__NR_faccessat2] = PATH_CALL(1),
    [__NR_epoll_pwait] = {EPOLL, NONE, NONE, NONE, NONE, NONE, 0, 1, NONE, EPOLL_EVENTS, 0},
    [__NR_getrandom] = {RANDOM, NONE, NONE, NONE, NONE, NONE, 0, 0, NONE, RESULT, 0},
    [__NR_statx] = PATH_OUT_CALL(1, 4, 256),
};

#define SHAPE_COUNT (sizeof shapes / sizeof *shapes)

static u64 argument(const struct regs *regs, int index) {
  return ((const u64 *)regs)[5 - index];
}

/* A call from the address that the seccomp filter lets through. */
static i64 make(u64 number, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f) {
  register u64 r10 __asm__("r10") = d;
  register u64 r8 __asm__("r8") = e;
  register u64 r9 __asm__("r9") = f;
  i64 result;
  __asm__ volatile("call _start"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}

static i64 make_as_asked(const struct regs *regs) {
  return make(regs->rax, regs->rdi, regs->rsi, regs->rdx, regs->r10, regs->r8, regs->r9);
}

static void copy(void *to, const void *from, u64 size) {
  __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
}

static void copy_short(u64 *to, const u64 *from, u64 words) {
  while (words--) *to++ = *from++;
}

static u64 crc(u64 sum, u64 word) {
  __asm__("crc32q %1, %0" : "+r"(sum) : "rm"(word));
  return sum;
}

static u64 crc_byte(u64 sum, uint8_t byte) {
  __asm__("crc32b %1, %k0" : "+r"(sum) : "rm"(byte));
  return sum;
}

#define DIGEST_LIMIT 256

static u64 crc_bytes(u64 sum, u64 address, u64 size) {
  const uint8_t *at = (const uint8_t *)address;
  if (size > DIGEST_LIMIT) size = DIGEST_LIMIT;
  for (; size >= 8; size -= 8, at += 8) sum = crc(sum, *(const u64 *)at);
  while (size--) sum = crc_byte(sum, *at++);
  return sum;
}

static u64 crc_string(u64 sum, u64 address) {
  const uint8_t *at = (const uint8_t *)address;
  for (int index = 0; index < DIGEST_LIMIT && at[index]; index++) sum = crc_byte(sum, at[index]);
  return sum;
}

/* Of everything that the call reads. An address that is not mapped ends in HOOK_BAIL. */
static uint32_t digest(const struct regs *regs, const struct shape *shape) {
  u64 sum = crc(0, regs->rax);
  for (int index = 0; index < 6; index++) sum = crc(sum, argument(regs, index));
  if (shape->string1 != NONE) sum = crc_string(sum, argument(regs, shape->string1));
  if (shape->string2 != NONE) sum = crc_string(sum, argument(regs, shape->string2));
  if (shape->bytes != NONE)
    sum = crc_bytes(sum, argument(regs, shape->bytes), argument(regs, shape->length));
  if (shape->fixed != NONE && argument(regs, shape->fixed))
    sum = crc_bytes(sum, argument(regs, shape->fixed), shape->fixed_size);
  if (shape->how == POLL) sum = crc_bytes(sum, regs->rdi, regs->rsi * 8);
  return (uint32_t)sum;
}

static u64 ioctl_output(u64 request) {
  switch (request) {
    case 0x5401: return 36; /* TCGETS: struct termios of the kernel */
    case 0x5413: return 8;  /* TIOCGWINSZ */
    case 0x541b: return 4;  /* FIONREAD */
    default: return 0;
  }
}

/* Bytes of an output whose call answered result. */
static u64 output_size(const struct regs *regs, uint16_t size, i64 result) {
  switch (size) {
    case RESULT: return (u64)result;
    case POLL_SET: return regs->rsi * 8;
    case EPOLL_EVENTS: return (u64)result * 12;
    case BY_IOCTL: return ioctl_output(regs->rsi);
    default: return size;
  }
}

/* The most that the call may write into the record. */
static u64 room_wanted(const struct regs *regs, const struct shape *shape) {
  u64 room = 0;
  switch (shape->out1_size) {
    case RESULT:
      room = shape->how == RANDOM || regs->rax == __NR_getcwd ? regs->rsi
             : shape->out1 == 2 || regs->rax == __NR_readlinkat ? regs->r10
                                                              : regs->rdx;
      break;
    case POLL_SET: room = regs->rsi * 8; break;
    case EPOLL_EVENTS: room = regs->rdx * 12; break;
    case BY_IOCTL: room = 64; break;
    default: room = shape->out1_size;
  }
  return room > JRR_BUFFER_SIZE ? JRR_BUFFER_SIZE : room + shape->out2_size + 16;
}

struct kernel_stat {
  u64 dev, ino, nlink;
  uint32_t mode, uid, gid, pad;
  u64 rdev, size, rest[11];
};

#define S_IFMT 0170000

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
  int class = CLASSES[fd];
  if (class == UNKNOWN) {
    struct kernel_stat status;
    if (make(__NR_fstat, fd, (u64)&status, 0, 0, 0, 0) < 0) return NEVER;
    class = class_by_status(&status);
    CLASSES[fd] = (uint8_t)class;
  }
  return class;
}

#define POLLIN 1
#define POLLOUT 4

static int is_ready(u64 fd, int events) {
  struct {
    int fd;
    short events, revents;
  } set = {(int)fd, (short)events, 0};
  return make(__NR_poll, (u64)&set, 1, 0, 0, 0, 0) == 1 && set.revents == events;
}

#define O_NONBLOCK 04000
#define MSG_DONTWAIT 0x40
#define MSG_PLAIN_FLAGS (MSG_DONTWAIT | 0x4000 /* MSG_NOSIGNAL */)

static int is_nonblocking(u64 fd) {
  i64 flags = make(__NR_fcntl, fd, 3 /* F_GETFL */, 0, 0, 0, 0);
  return flags >= 0 && (flags & O_NONBLOCK);
}

static int may_read(const struct regs *regs) {
  u64 fd = regs->rdi;
  int class = class_of(fd);
  if (regs->rax == __NR_recvfrom) {
    if (class != SOCKET || regs->r8 || regs->r10 & ~(u64)MSG_PLAIN_FLAGS) return 0;
    return regs->r10 & MSG_DONTWAIT || is_nonblocking(fd) || is_ready(fd, POLLIN);
  }
  if (class == PLAIN || class == MAPPED) return 1;
  if (class == NEVER || regs->rax != __NR_read) return 0;
  return is_nonblocking(fd) || is_ready(fd, POLLIN);
}

static int may_write(const struct regs *regs) {
  u64 fd = regs->rdi;
  int class = class_of(fd);
  if (regs->rax == __NR_sendto) {
    if (class != SOCKET || regs->r8 || regs->r10 & ~(u64)MSG_PLAIN_FLAGS) return 0;
    return regs->r10 & MSG_DONTWAIT || is_nonblocking(fd);
  }
  if (class == PLAIN) return 1;
  if (class == NEVER || class == MAPPED || regs->rax != __NR_write) return 0;
  if (is_nonblocking(fd)) return 1;
  /* Up to PIPE_BUF bytes go whole into a pipe that has room. */
  return class == PIPE && regs->rdx <= 4096 && is_ready(fd, POLLOUT);
}

#define O_KNOWN (0x3 | 0100 | 0200 | 0400 | 01000 | 02000 | 04000 | 0100000 | 0200000 | 0400000 | 02000000)
#define O_TRUNC 01000
#define ENOENT 2
#define AT_FDCWD (-100)

static int begins(const char *text, const char *with) {
  while (*with) {
    if (*text++ != *with++) return 0;
  }
  return 1;
}

/* Opening a FIFO or a device may wait; what /proc and /dev name is the supervisor's to look at. */
static int open_file(struct regs *regs, i64 *result) {
  int at = regs->rax == __NR_openat;
  u64 directory = at ? regs->rdi : (u64)AT_FDCWD;
  u64 path = at ? regs->rsi : regs->rdi;
  u64 flags = at ? regs->rdx : regs->rsi;
  struct kernel_stat status;
  if (flags & ~(u64)O_KNOWN) return 0;
  i64 found = make(__NR_newfstatat, directory, path, (u64)&status, 0, 0, 0);
  if (found == -ENOENT) {
    *result = make_as_asked(regs);
    return 1;
  }
  if (found < 0 || (status.mode & S_IFMT) == 0020000) return 0;
  int class = class_by_status(&status);
  if (class != PLAIN && (class != MAPPED || flags & O_TRUNC)) return 0;
  if (begins((const char *)path, "/proc/") || begins((const char *)path, "/dev/")) return 0;
  *result = make_as_asked(regs);
  /* Somebody outside may have put another file there. */
  if (*result >= 0 && *result < CLASS_COUNT) CLASSES[*result] = WORD(JRR_HOOK_SHARED) ? UNKNOWN : PLAIN;
  return 1;
}

static int may_futex(const struct regs *regs) {
  switch (regs->rsi & 0x7f) {
    case 1:  /* FUTEX_WAKE */
    case 10: /* FUTEX_WAKE_BITSET */
      return 1;
    case 0: /* FUTEX_WAIT */
    case 9: /* FUTEX_WAIT_BITSET */
      return *(volatile uint32_t *)regs->rdi != (uint32_t)regs->rdx;
    default:
      return 0;
  }
}

/* Makes the call unless it might wait; 0 if it was not made. */
static int perform(struct regs *regs, const struct shape *shape, i64 *result) {
  switch (shape->how) {
    case MAKE:
      break;
    case ON_FILE:
      if (class_of(regs->rdi) == NEVER) return 0;
      break;
    case READ:
      if (!may_read(regs)) return 0;
      break;
    case WRITE:
      if (!may_write(regs)) return 0;
      break;
    case OPEN:
      return open_file(regs, result);
    case CLOSE: {
      int class = class_of(regs->rdi);
      if (class == NEVER || class == SOCKET) return 0;
      CLASSES[regs->rdi] = UNKNOWN;
      break;
    }
    case POLL:
      if (regs->rsi > 512) return 0;
      *result = make(__NR_poll, regs->rdi, regs->rsi, 0, 0, 0, 0);
      return *result != 0 || regs->rdx == 0;
    case EPOLL:
      if (regs->rax == __NR_epoll_pwait && regs->r8) return 0;
      *result = make(__NR_epoll_wait, regs->rdi, regs->rsi, regs->rdx, 0, 0, 0);
      return *result != 0 || regs->r10 == 0;
    case FUTEX:
      if (!may_futex(regs)) return 0;
      break;
    case FCNTL:
      if (regs->rsi < 1 || regs->rsi > 4 || class_of(regs->rdi) == NEVER) return 0;
      break;
    case IOCTL:
      if (!ioctl_output(regs->rsi)) return 0;
      break;
    case RANDOM:
      if (regs->rdx & ~(u64)1) return 0;
      break;
    default:
      return 0;
  }
  *result = make_as_asked(regs);
  return 1;
}

static u64 put(u64 position, u64 address, u64 size) {
  u64 *to = (u64 *)(JRR_BUFFER + position);
  if (size <= 256 && size % 8 == 0) {
    copy_short(to, (const u64 *)address, size / 8);
  } else {
    copy(to, (const void *)address, size);
  }
  return position + ((size + 7) & ~7ull);
}

static u64 get(u64 position, u64 address, u64 size) {
  const u64 *from = (const u64 *)(JRR_BUFFER + position);
  if (size <= 256 && size % 8 == 0) {
    copy_short((u64 *)address, from, size / 8);
  } else {
    copy((void *)address, from, size);
  }
  return position + ((size + 7) & ~7ull);
}

static int next(u64 position) {
  u64 count = WORD(JRR_HOOK_COUNT) + 1;
  WORD(JRR_HOOK_POSITION) = position;
  WORD(JRR_HOOK_COUNT) = count;
  return count >= WORD(JRR_HOOK_STOP_AT) ? STOP : DONE;
}

static int record(struct regs *regs, const struct shape *shape) {
  u64 start = WORD(JRR_HOOK_POSITION);
  if (start + sizeof(struct record) + room_wanted(regs, shape) > JRR_BUFFER_SIZE) return BAIL;
  uint32_t sum = digest(regs, shape);
  i64 result;
  if (!perform(regs, shape, &result)) return BAIL;
  if (result == -4 /* EINTR */ || (result <= -512 && result >= -516)) return BAIL;
  struct record *record = (struct record *)(JRR_BUFFER + start);
  u64 position = start + sizeof *record;
  if (result >= 0) {
    if (shape->out1 != NONE && argument(regs, shape->out1))
      position = put(position, argument(regs, shape->out1), output_size(regs, shape->out1_size, result));
    if (shape->out2 != NONE && argument(regs, shape->out2))
      position = put(position, argument(regs, shape->out2), shape->out2_size);
  }
  record->size = (uint32_t)(position - start);
  record->number = (uint32_t)regs->rax;
  record->result = result;
  record->digest = sum;
  record->unused = 0;
  regs->rax = (u64)result;
  return next(position);
}

static int replay(struct regs *regs) {
  u64 start = WORD(JRR_HOOK_POSITION);
  if (start >= WORD(JRR_HOOK_END)) return BAIL;
  const struct record *record = (const struct record *)(JRR_BUFFER + start);
  u64 number = regs->rax;
  if (number != record->number) return DIVERGED;
  const struct shape *shape = &shapes[number];
  if (digest(regs, shape) != record->digest) return DIVERGED;
  i64 result = record->result;
  u64 position = start + sizeof *record;
  if (result >= 0) {
    if (shape->out1 != NONE && argument(regs, shape->out1))
      position = get(position, argument(regs, shape->out1), output_size(regs, shape->out1_size, result));
    if (shape->out2 != NONE && argument(regs, shape->out2))
      position = get(position, argument(regs, shape->out2), shape->out2_size);
  }
  if (position - start != record->size) return DIVERGED;
  regs->rax = (u64)result;
  return next(position);
}

__attribute__((used)) int hook(struct regs *regs) {
  u64 mode = WORD(JRR_HOOK_MODE);
  if (mode == REPLAY) return replay(regs);
  if (mode != RECORD || regs->rax >= SHAPE_COUNT || shapes[regs->rax].how == TRACED) return BAIL;
  return record(regs, &shapes[regs->rax]);
}
