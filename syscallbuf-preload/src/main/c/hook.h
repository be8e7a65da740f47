/* What the parts of the hook share: the program's registers, records, shapes, and a call. */
#pragma once
#include <asm/unistd.h>
#include <stddef.h>
#include <stdint.h>

#include "jrr_layout.h"

typedef uint64_t u64;
typedef int64_t i64;

/* What the program's registers were, as jrr_page.S pushed them. */
struct regs {
  u64 r9, r8, r10, rdx, rsi, rdi, rax, flags, back;
};

/* The same for rdtsc and rdtscp. */
struct time_regs {
  u64 r9, r8, r10, rdx, rsi, rdi, rax, flags, r11, rcx, back;
};

/*
 * RECORD_APART: the program's descriptors are not those that the table of classes tells of, so that
 * calls which depend on it bail. REPLAY_MAKING: calls from the jrr page are let through, and nothing
 * that the supervisor put into memory is in their way.
 */
enum { OFF = 0, RECORD = 1, REPLAY = 2, RECORD_APART = 3, REPLAY_MAKING = 4 };

#define WORD(address) (*(volatile u64 *)(address))

/* A record; what the call wrote follows, each piece at a multiple of 8 bytes. */
struct record {
  uint32_t size;
  uint32_t number;
  i64 result;
  uint32_t digest;
  uint32_t note;
};

_Static_assert(offsetof(struct record, number) == JRR_RECORD_NUMBER, "number");
_Static_assert(offsetof(struct record, result) == JRR_RECORD_RESULT, "result");
_Static_assert(offsetof(struct record, note) == JRR_RECORD_NOTE, "note");
_Static_assert(sizeof(struct record) == JRR_RECORD_HEAD, "head");

/* A record's note: 1 or 2 is standard output or error, and what was written there follows. */
enum { CHANGES = JRR_NOTE_CHANGES, TELLS = JRR_NOTE_TELLS, NAMES = JRR_NOTE_NAMES };

/* The numbers of records that are not a call's; the digest is of the address of the stub. */
enum { RDTSC = JRR_RECORD_RDTSC, RDTSCP = JRR_RECORD_RDTSCP };

/* How a call is treated. */
enum {
  TRACED = 0,
  MAKE,       /* never waits */
  ON_FILE,    /* never waits; not for descriptors that the supervisor looks after */
  ON_PLAIN,   /* and for files that nobody maps shared */
  READ,       /* waits for input on some descriptors */
  WRITE,      /* waits for room */
  RECEIVE,
  SEND,
  RECEIVE_ALL,
  SEND_ALL,
  OPEN,
  CLOSE,
  POLL,       /* made with no timeout */
  SELECT,
  EPOLL,
  FUTEX,
  FCNTL,
  IOCTL,
  RANDOM,
  ACCEPT,
  CONNECT,
  SET_OPTION,
  GET_OPTION,
  DUPLICATE,
  REPLACE,
  LOCK,
  ADVISE,
  MEMORY,     /* changes the address space: at replay the supervisor does it, too */
  LIMITS,
  TOLD,       /* never waits; the supervisor keeps what it sets */
  ALTERNATE_STACK,
  AFFINITY,
  CAPABILITIES,   /* asked for by a version that is known: another is replaced in the question */
  PROCESS_OPTION, /* prctl */
  BASE,       /* sets a register: at replay the supervisor does it, too */
  EXECUTE,    /* made only where the file is not there */
  WAIT,       /* for a child: made with WNOHANG */
  REFUSED,    /* answers ENOSYS, as the supervisor does */
};

/* Sizes of outputs that depend on the call. */
enum {
  RESULT = 0xff00,
  POLL_SET,
  EPOLL_EVENTS,
  BY_OPERATION,
  PAGES,
  VECTOR,  /* the argument is an array of iovecs, the next one their number */
  MESSAGE, /* the argument is a msghdr */
  ADDRESS, /* the next argument points to the size, 32 bits, in and out */
  SETS,    /* select's: three bitmaps */
  MESSAGES, /* the argument is an array of mmsghdrs, the next one their number */
  LENGTHS,  /* the same, of whose elements only the length is written */
  FUTEX_WORD, /* what FUTEX_WAKE_OP changes */
};

/* An argument; 0 is none. */
enum { A0 = 1, A1, A2, A3, A4, A5 };

struct shape {
  uint8_t how;
  uint8_t plain;             /* reads nothing, and writes out1 at most, whose size is fixed */
  uint8_t string1, string2;  /* strings that the call reads */
  uint8_t bytes, length;     /* bytes that it reads, and their number */
  uint8_t fixed, fixed_size; /* a fixed number of bytes that it reads */
  uint8_t address;           /* bytes that it reads; the next argument is their number */
  uint8_t vector, message;   /* an iovec array or a msghdr that it reads */
  uint8_t messages;          /* an array of mmsghdrs; the next argument is their number */
  uint8_t reads_vector;      /* and the bytes that these name */
  uint8_t limit;             /* the most that RESULT can be */
  uint8_t writes_failing;    /* some of what it does may have been done though it failed */
  uint8_t out1, out2;
  uint16_t out1_size, out2_size;
};

struct vector {
  u64 base, length;
};

/* struct msghdr */
struct message {
  u64 name, name_length;
  struct vector *vector;
  u64 count;
  u64 control, control_length;
  u64 flags;
};

/* struct mmsghdr */
struct counted_message {
  struct message message;
  uint32_t length, pad;
};

/* The most that a plain call writes: uname. */
#define PLAIN_LIMIT 392

#define VECTOR_LIMIT 1024
#define MESSAGE_LIMIT 16

#define MAP_ANONYMOUS 0x20

static inline u64 argument(const struct regs *regs, int which) {
  return ((const u64 *)regs)[6 - which];
}

#define MAKE_BY(entry, number, a, b, c, d, e, f)                                              \
  ({                                                                                          \
    register u64 r10 __asm__("r10") = (d);                                                    \
    register u64 r8 __asm__("r8") = (e);                                                      \
    register u64 r9 __asm__("r9") = (f);                                                      \
    i64 result;                                                                               \
    __asm__ volatile("call " entry                                                            \
                     : "=a"(result)                                                           \
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)        \
                     : "rcx", "r11", "memory");                                               \
    result;                                                                                   \
  })

/* A call from the address that the seccomp filter lets through. */
static inline i64 make(u64 number, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f) {
  return MAKE_BY("_start", number, a, b, c, d, e, f);
}

/* What the program asked for: should it be killed then, the supervisor knows what that did. */
static inline i64 make_told(u64 number, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f) {
  WORD(JRR_HOOK_ANSWER) = -1ull;
  WORD(JRR_HOOK_ASKED) = WORD(JRR_HOOK_COUNT) + 1;
  return MAKE_BY("telling", number, a, b, c, d, e, f);
}

static inline i64 make_as_asked(const struct regs *regs) {
  return make_told(regs->rax, regs->rdi, regs->rsi, regs->rdx, regs->r10, regs->r8, regs->r9);
}
