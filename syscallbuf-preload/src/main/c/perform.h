/* Makes a call while recording, unless it might wait or the supervisor must see it. */
#pragma once
#include "classes.h"
#include "contents.h"

#define O_KNOWN (0x3 | 0100 | 0200 | 0400 | 01000 | 02000 | 04000 | 0100000 | 0200000 | 0400000 | 02000000)
#define O_ACCESS 3
#define O_TRUNC 01000
#define ENOENT 2
#define AT_FDCWD (-100)
#define WNOHANG 1
#define ARCH_SET_GS 0x1001
#define ARCH_SET_FS 0x1002

static int begins(const char *text, const char *with) {
  while (*with) {
    if (*text++ != *with++) return 0;
  }
  return 1;
}

/* Whether the last part of the path is that name, or with a prefix ends so. */
static int is_called(const char *path, const char *name, int or_ends) {
  const char *last = path, *end = name;
  while (*last) last++;
  while (*end) end++;
  while (end > name && last > path) {
    if (*--last != *--end) return 0;
  }
  return end == name && (or_ends || last == path || last[-1] == '/');
}

/*
 * Files of which the supervisor shows what is not jrr's, or which lead to the program's own
 * descriptors and memory; kmsg waits at a read. See DescriptorCalls. A relative path may be from
 * within /proc.
 */
static int is_looked_after(const char *path, u64 flags) {
  if (begins(path, "/dev/")) return 1;
  int in_proc = begins(path, "/proc/");
  if (*path == '/' && !in_proc) return 0;
  return is_called(path, "mem", 0) || is_called(path, "maps", 1) || is_called(path, "status", 0) ||
         is_called(path, "kmsg", 0) || (in_proc && ((flags & O_ACCESS) || begins(path, "/proc/self/fd/")));
}

/* Opening a FIFO or a device may wait. */
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
  if (is_looked_after((const char *)path, flags)) return 0;
  *result = make_as_asked(regs);
  /* Somebody outside may have put another file there. */
  if (*result >= 0 && *result < CLASS_COUNT) CLASSES[*result] = WORD(JRR_HOOK_SHARED) ? UNKNOWN : PLAIN;
  return 1;
}

static int may_futex(const struct regs *regs) {
  switch (regs->rsi & FUTEX_COMMAND) {
    case 1: /* FUTEX_WAKE */
    case 3: /* FUTEX_REQUEUE */
    case 4: /* FUTEX_CMP_REQUEUE */
    case FUTEX_WAKE_OP:
    case 10: /* FUTEX_WAKE_BITSET */
      return 1;
    case 0: /* FUTEX_WAIT */
    case 9: /* FUTEX_WAIT_BITSET */
      return *(volatile uint32_t *)regs->rdi != (uint32_t)regs->rdx;
    default:
      return 0;
  }
}

/* Waits for no child. */
static int wait_now(struct regs *regs, i64 *result) {
  *result = make(__NR_wait4, regs->rdi, regs->rsi, regs->rdx | WNOHANG, regs->r10, 0, 0);
  return *result || regs->rdx & WNOHANG;
}

/* A shell tries every directory of its PATH. */
static int is_not_there(u64 path) {
  struct kernel_stat status;
  return make(__NR_newfstatat, AT_FDCWD, path, (u64)&status, 0, 0, 0) == -ENOENT;
}

/* The CPUs that the program was given, not the one that it is kept on: of few CPUs, and its own. */
static int get_affinity(struct regs *regs, i64 *result) {
  u64 given = WORD(JRR_HOOK_AFFINITY);
  if (!given || (regs->rdi && (i64)regs->rdi != make(__NR_gettid, 0, 0, 0, 0, 0, 0))) return 0;
  *result = make_as_asked(regs);
  u64 *mask = (u64 *)regs->rdx;
  for (i64 at = 0; at < *result; at += sizeof *mask) mask[at / sizeof *mask] = at ? 0 : given;
  return 1;
}

static int may_fcntl(const struct regs *regs) {
  switch (regs->rsi) {
    case 0:    /* F_DUPFD */
    case 1030: /* F_DUPFD_CLOEXEC */
    case 2:    /* F_SETFD */
      return !is_kept(regs->rdi) || is_none(regs->rdi);
    case 1: /* F_GETFD */
      return 1;
    case F_GETFL:
    case 4: /* F_SETFL */
    case F_GETLK:
    case F_SETLK:
    case F_OFD_GETLK:
    case F_OFD_SETLK:
      return class_of(regs->rdi) != NEVER;
    default:
      return 0;
  }
}

static int may_ioctl(const struct regs *regs) {
  switch (regs->rsi) {
    case FIONBIO:
      return class_of(regs->rdi) != NEVER;
    case 0x5450: /* FIONCLEX */
    case 0x5451: /* FIOCLEX */
      return !is_kept(regs->rdi);
    default:
      return operation_output(regs) != 0;
  }
}

#define POLLED 512

/* The answers of before must stay if nothing is ready and the call waits after all. */
static int poll_now(struct regs *regs, i64 *result) {
  struct {
    int fd;
    uint16_t events, answer;
  } *set = (void *)regs->rdi;
  uint16_t before[POLLED];
  if (regs->rsi > POLLED) return 0;
  int waits = (int)regs->rdx != 0;
  if (regs->rax == __NR_ppoll) {
    const u64 *timeout = (const u64 *)regs->rdx;
    waits = !timeout || timeout[0] || timeout[1] || regs->r10;
  }
  for (u64 at = 0; at < regs->rsi; at++) before[at] = set[at].answer;
  *result = make(__NR_poll, regs->rdi, regs->rsi, 0, 0, 0, 0);
  if (*result > 0 || (*result == 0 && !waits)) return 1;
  for (u64 at = 0; at < regs->rsi; at++) {
    if (set[at].answer != before[at]) set[at].answer = before[at];
  }
  return 0;
}

/* The sets must stay as they are if nothing is ready and the call waits after all. */
static int select_now(struct regs *regs, i64 *result) {
  u64 sets[3][16], timeout[2] = {0, 0}, size = set_bytes(regs);
  const u64 *given = (const u64 *)regs->r8;
  if (regs->rdi > 1024) return 0;
  int waits = !given || given[0] || given[1] || (regs->rax == __NR_pselect6 && regs->r9);
  for (int set = 0; set < 3; set++) {
    const u64 *asked = (const u64 *)argument(regs, A1 + set);
    if (asked) copy_short(sets[set], asked, size / 8);
  }
  *result = make(__NR_select, regs->rdi, regs->rsi ? (u64)sets[0] : 0, regs->rdx ? (u64)sets[1] : 0,
                 regs->r10 ? (u64)sets[2] : 0, (u64)timeout, 0);
  if (*result < 0 || (*result == 0 && waits)) return 0;
  for (int set = 0; set < 3; set++) {
    u64 *asked = (u64 *)argument(regs, A1 + set);
    if (asked) copy_short(asked, sets[set], size / 8);
  }
  return 1;
}

static int epoll_now(struct regs *regs, i64 *result) {
  int waits = regs->r10 != 0;
  if (regs->rax == __NR_epoll_pwait2) {
    const u64 *timeout = (const u64 *)regs->r10;
    waits = !timeout || timeout[0] || timeout[1];
  }
  waits |= regs->rax != __NR_epoll_wait && regs->r8;
  *result = make(__NR_epoll_wait, regs->rdi, regs->rsi, regs->rdx, 0, 0, 0);
  return *result > 0 || (*result == 0 && !waits);
}

#define SOL_TCP 6
#define SOL_PACKET 263 /* its rings are refused */
#define SO_PEERPIDFD 77
#define TCP_ZEROCOPY_RECEIVE 35

/* One makes a descriptor, the other maps memory. */
static int may_get_option(const struct regs *regs) {
  u64 level = regs->rsi, name = regs->rdx;
  const uint32_t *length = (const uint32_t *)regs->r8;
  return class_of(regs->rdi) == SOCKET && length && *length <= 256 &&
         !(level == SOL_SOCKET && name == SO_PEERPIDFD) && !(level == SOL_TCP && name == TCP_ZEROCOPY_RECEIVE);
}

#define PAGE 4096
#define MAP_TYPE 15
#define MAP_PRIVATE 2
#define MAP_FIXED 0x10
#define MAP_NORESERVE 0x4000
/* and DENYWRITE, EXECUTABLE, NORESERVE, POPULATE, STACK */
#define MAP_KNOWN (MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS | 0x800 | 0x1000 | MAP_NORESERVE | 0x8000 | 0x20000)
#define PROT_ALL 7
#define PROT_EXEC 4
#define MADV_DONTNEED 4
#define MADV_FREE 8

/* Whether memory there is jrr's, or code that leads there. */
static int is_guarded(u64 address, u64 length) {
  u64 end = (address + length + PAGE - 1) & -PAGE;
  u64 count = WORD(JRR_HOOK_GUARDED);
  const u64 *range = (const u64 *)(JRR_HOOK_GUARDED + 8);
  if (end < address || count > JRR_HOOK_GUARDED_LIMIT) return 1;
  if (address < JRR_END && end > JRR_BASE) return 1;
  for (; count; count--, range += 2) {
    if (address < range[1] && end > range[0]) return 1;
  }
  return 0;
}

/* A file whose contents are in the trace, by what fstat tells of it; times in nanoseconds. */
struct kept {
  u64 device, inode, size, modified, changed;
  u64 contents[4]; /* their SHA-256 */
  u64 uses;        /* what they stand for, besides mappings of data */
};

_Static_assert(sizeof(struct kept) == JRR_KEPT_SIZE, "kept");

#define NANOSECONDS 1000000000ull

/* Whether the contents of that version of a file were kept; HOOK_FILE tells where in the list it is. */
static int is_kept_version(const struct kernel_stat *status, u64 use) {
  const struct kept *file = (const struct kept *)(JRR_HOOK_FILES + 8);
  const struct kept *end = file + least(WORD(JRR_HOOK_FILES), JRR_HOOK_FILES_LIMIT);
  for (; file < end; file++) {
    if (use & ~file->uses) continue;
    if (file->inode == status->ino && file->device == status->dev && file->size == status->size &&
        file->modified == status->modified[0] * NANOSECONDS + status->modified[1] &&
        file->changed == status->changed[0] * NANOSECONDS + status->changed[1]) {
      WORD(JRR_HOOK_FILE) = (u64)file;
      return 1;
    }
  }
  return 0;
}

/* Whether the file is as it was when its contents were kept, and the descriptor cannot change it. */
static int is_kept_file(u64 fd, u64 use) {
  struct kernel_stat status;
  if (class_of(fd) != PLAIN || make(__NR_fcntl, fd, F_GETFL, 0, 0, 0, 0) & O_ACCESS) return 0;
  return make(__NR_fstat, fd, (u64)&status, 0, 0, 0, 0) >= 0 && is_kept_version(&status, use);
}

/* Reads of at least so much are looked at; files of at least so much are worth being kept. */
#define LARGE_READ 0x2000
#define LARGE_FILE 0x100000
/* The most that the record of a read takes that names what was read, or of one that is not large. */
#define NAMED_ROOM (LARGE_READ + 128)
#define SEEK_SET 0
#define SEEK_CUR 1
#define ELSEWHERE -1

/* Where in its file a large read is to begin; ELSEWHERE for all other calls. */
static i64 place_of_read(const struct regs *regs) {
  if (regs->rdx < LARGE_READ || (regs->rax != __NR_read && regs->rax != __NR_pread64)) return ELSEWHERE;
  if (class_of(regs->rdi) != PLAIN) return ELSEWHERE;
  return regs->rax == __NR_pread64 ? (i64)regs->r10 : make(__NR_lseek, regs->rdi, 0, SEEK_CUR, 0, 0, 0);
}

/* Whether the contents of the file that is read were kept. Of other large files the supervisor is told once. */
static int is_read_kept(u64 fd) {
  struct kernel_stat status;
  if (make(__NR_fstat, fd, (u64)&status, 0, 0, 0, 0) < 0) return 0;
  if (is_kept_version(&status, JRR_KEPT_AS_READ)) return 1;
  if (status.size >= LARGE_FILE && WORD(JRR_HOOK_READ_FILE) != status.ino) {
    WORD(JRR_HOOK_READ_FILE) = status.ino;
    WORD(JRR_HOOK_READ) = fd + 1;
    WORD(JRR_HOOK_CHANGES)++;
  }
  return 0;
}

/*
 * Whether what was read there is in contents that were kept: the file has not changed until after the
 * read, and nobody else has moved the position that was read from.
 */
static int is_kept_read(const struct regs *regs, i64 place, i64 result) {
  return place >= 0 && result >= LARGE_READ && is_read_kept(regs->rdi) &&
         (regs->rax == __NR_pread64 || make(__NR_lseek, regs->rdi, 0, SEEK_CUR, 0, 0, 0) == place + result);
}

/* The read, which was made, is to be made again. */
static void take_back_read(const struct regs *regs, i64 place) {
  if (regs->rax == __NR_read) make(__NR_lseek, regs->rdi, (u64)place, SEEK_SET, 0, 0, 0);
}

static int may_map(const struct regs *regs) {
  u64 flags = regs->r10;
  if ((flags & MAP_TYPE) != MAP_PRIVATE || flags & ~(u64)MAP_KNOWN) return 0;
  if (regs->rdi && is_guarded(regs->rdi, regs->rsi)) return 0;
  return flags & MAP_ANONYMOUS || is_kept_file(regs->r8, regs->rdx & PROT_EXEC ? JRR_KEPT_AS_CODE : JRR_KEPT_AS_DATA);
}

static int may_change_memory(const struct regs *regs) {
  u64 before = WORD(JRR_HOOK_BRK);
  switch (regs->rax) {
    case __NR_mmap:
      return may_map(regs);
    case __NR_brk:
      return before && (regs->rdi <= before || !is_guarded(before, regs->rdi - before));
    case __NR_mprotect:
      return !(regs->rdx & ~(u64)PROT_ALL) && !is_guarded(regs->rdi, regs->rsi);
    default:
      return !is_guarded(regs->rdi, regs->rsi);
  }
}

/* Advice that changes neither what memory holds nor what a child inherits. */
static int is_harmless_advice(u64 advice) {
  return advice <= 3 || (advice >= 12 && advice <= 17) || (advice >= 20 && advice <= 23);
}

/* What it does to memory and to what a child inherits: MADV_DONTFORK to MADV_KEEPONFORK, DONTNEED. */
static int is_repeatable_advice(u64 advice) {
  return advice == MADV_DONTNEED || advice == 10 || advice == 11 || advice == 18 || advice == 19;
}

/* The kernel tells by the stack pointer, which is the hook's own here: sigaltstack(2). */
static int is_on_alternate_stack(void) {
  struct {
    u64 base, flags, size;
  } stack;
  make(__NR_sigaltstack, 0, (u64)&stack, 0, 0, 0, 0);
  return WORD(JRR_HOOK_PROGRAM_RSP) - stack.base <= stack.size && stack.size;
}

#define CAPABILITY_VERSION_3 0x20080522

/* Whether the call can be made as it is. */
static int may_make(const struct regs *regs, const struct shape *shape) {
  switch (shape->how) {
    case MAKE:
    case TOLD:
      return 1;
    case READ:
      return may_read(regs);
    case WRITE:
      return may_write(regs, input_size(regs, shape));
    case FUTEX:
      return may_futex(regs);
    case RECEIVE:
      return may_receive(regs);
    case SEND:
      return may_send(regs, shape->message ? message_size((const struct message *)regs->rsi) : regs->rdx);
    case RECEIVE_ALL:
      return may_receive_all(regs);
    case SEND_ALL:
      return regs->rdx <= MESSAGE_LIMIT &&
             may_send(regs, messages_size((const struct counted_message *)regs->rsi, regs->rdx));
    case ON_FILE:
      return class_of(regs->rdi) != NEVER;
    case ON_PLAIN:
      return class_of(regs->rdi) == PLAIN;
    case FCNTL:
      return may_fcntl(regs);
    case IOCTL:
      return may_ioctl(regs);
    case RANDOM:
      return !(regs->rdx & ~(u64)1);
    case ACCEPT:
      return class_of(regs->rdi) == SOCKET && (is_ready(regs->rdi, POLLIN) || is_nonblocking(regs->rdi));
    case CONNECT:
      return class_of(regs->rdi) == SOCKET && is_nonblocking(regs->rdi);
    case GET_OPTION:
      return may_get_option(regs);
    case SET_OPTION:
      return (uint32_t)regs->rsi != SOL_PACKET && class_of(regs->rdi) == SOCKET;
    case DUPLICATE:
      return !is_kept(regs->rdi);
    case REPLACE:
      return !is_kept(regs->rdi) && may_replace(regs->rsi);
    case LOCK:
      return regs->rsi & 4 /* LOCK_NB */ || regs->rsi == 8 /* LOCK_UN */;
    case ADVISE:
      return is_harmless_advice(regs->rdx) ||
             (is_repeatable_advice(regs->rdx) && !is_guarded(regs->rdi, regs->rsi));
    case MEMORY:
      return may_change_memory(regs);
    case LIMITS:
      return !regs->rdx;
    case ALTERNATE_STACK:
      return !is_on_alternate_stack();
    case CAPABILITIES:
      return *(volatile uint32_t *)regs->rdi == CAPABILITY_VERSION_3;
    case PROCESS_OPTION:
      return regs->rdi == PR_SET_NAME || regs->rdi == PR_GET_NAME || regs->rdi == PR_CAPBSET_READ ||
             regs->rdi == PR_SET_VMA || regs->rdi == PR_SET_PDEATHSIG;
    case BASE:
      return regs->rdi == ARCH_SET_FS || regs->rdi == ARCH_SET_GS;
    default:
      return 0;
  }
}

#define ENOMEM 12
#define ENOSYS 38

/* Whether the call depends on what the table of classes tells. */
static int looks_at_classes(const struct regs *regs, const struct shape *shape) {
  switch (shape->how) {
    case MAKE:
    case FUTEX:
    case ADVISE:
    case LIMITS:
    case ALTERNATE_STACK:
    case AFFINITY:
    case CAPABILITIES:
    case PROCESS_OPTION:
    case BASE:
    case EXECUTE:
    case WAIT:
    case TOLD:
    case REFUSED:
      return 0;
    case MEMORY:
      return regs->rax == __NR_mmap && !(regs->r10 & MAP_ANONYMOUS);
    default:
      return 1;
  }
}

/* Whether the supervisor must do at replay what the call did, too. */
static int is_done_at_replay(const struct regs *regs, const struct shape *shape, i64 result) {
  int fails = result < 0 && result >= -4095;
  if (regs->rax == __NR_brk) return (u64)result != WORD(JRR_HOOK_BRK);
  if (shape->how == ADVISE) return is_repeatable_advice(regs->rdx) && (!fails || result == -ENOMEM);
  if (shape->how == PROCESS_OPTION) return regs->rdi == PR_SET_NAME && !fails;
  return (shape->how == MEMORY || shape->how == BASE) && !fails;
}

#define RWF_NOWAIT 8
#define EAGAIN 11
#define EOPNOTSUPP 95

/* A read or a short write that answers EAGAIN instead of waiting, where the kernel has that. */
static int transfer_now(struct regs *regs, const struct shape *shape, i64 *result) {
  int reads = shape->how == READ;
  struct vector one = {regs->rsi, regs->rdx};
  u64 vector = shape->vector ? regs->rsi : (u64)&one;
  u64 count = shape->vector ? regs->rdx : 1;
  int class = class_of(regs->rdi);
  if (class != PIPE && (class != SOCKET || !reads)) return -1;
  if (regs->rax == __NR_preadv || regs->rax == __NR_pwritev || regs->rax == __NR_pread64 ||
      regs->rax == __NR_pwrite64 || regs->rax == __NR_getdents64)
    return -1;
  if (!regs->rdx || (!reads && input_size(regs, shape) > WHOLE)) return -1;
  *result = make_told(reads ? __NR_preadv2 : __NR_pwritev2, regs->rdi, vector, count, -1, -1, RWF_NOWAIT);
  if (*result == -EOPNOTSUPP) return -1;
  return *result != -EAGAIN || is_nonblocking(regs->rdi);
}

/* Makes the call unless it might wait; 0 if it was not made. */
static int perform(struct regs *regs, const struct shape *shape, i64 *result) {
  switch (shape->how) {
    case OPEN:
      return open_file(regs, result);
    case CLOSE:
      if (!may_close(regs->rdi)) return 0;
      if (regs->rdi < CLASS_COUNT) CLASSES[regs->rdi] = UNKNOWN;
      break;
    case POLL:
      return poll_now(regs, result);
    case SELECT:
      return select_now(regs, result);
    case EPOLL:
      return epoll_now(regs, result);
    case WAIT:
      return wait_now(regs, result);
    case AFFINITY:
      return get_affinity(regs, result);
    case EXECUTE:
      *result = -ENOENT;
      return is_not_there(regs->rdi);
    case READ:
    case WRITE: {
      int made = transfer_now(regs, shape, result);
      if (made >= 0) return made;
      if (!may_make(regs, shape)) return 0;
      break;
    }
    case REFUSED:
      *result = -ENOSYS;
      return 1;
    case ADVISE:
      if (regs->rdx == MADV_FREE) {
        /* Not doing it is allowed, and repeatable. */
        *result = 0;
        return 1;
      }
      if (!may_make(regs, shape)) return 0;
      break;
    default:
      if (!may_make(regs, shape)) return 0;
  }
  *result = make_as_asked(regs);
  if (shape->how == REPLACE && *result >= 0 && regs->rdi != regs->rsi) CLASSES[*result] = UNKNOWN;
  return 1;
}
