/*
 * The hook: makes a system call in the program itself and keeps what it did in the buffer, or at
 * replay takes it from there. Freestanding, no vector registers, no thread-local storage, own stack.
 *
 * It never waits: a call that might block is not made, and the stub's own `syscall` makes it traced
 * (BAIL). No task is switched away from in here, so locals, stack and buffer serve all tasks of an
 * address space. At replay a call for which there is no record bails, as it did when recorded.
 */
#include "calls.h"
#include "contents.h"
#include "filters.h"
#include "hook.h"
#include "again.h"
#include "perform.h"

/* What hook() answers: jrr_page.S knows these. */
enum { BAIL = 0, DONE = 1, STOP = 2, DIVERGED = 3 };

#define EINTR 4

#define NAME(name, ...) ROW_##name,
enum { NO_ROW, CALLS(NAME) };

#define ROW(name, ...) {__VA_ARGS__},
static const struct shape rows[] = {{.how = TRACED}, CALLS(ROW)};

#define NUMBER(name, ...) [__NR_##name] = ROW_##name,
static const uint8_t row_of[] = {CALLS(NUMBER)};

static const struct shape *shape_of(u64 number) {
  return &rows[number < sizeof row_of ? row_of[number] : NO_ROW];
}

static int next(u64 position) {
  u64 count = WORD(JRR_HOOK_COUNT) + 1;
  WORD(JRR_HOOK_POSITION) = position;
  WORD(JRR_HOOK_COUNT) = count;
  return count >= WORD(JRR_HOOK_STOP_AT) ? STOP : DONE;
}

/* What was written to a standard stream, in one piece: for the replay to print. */
static void written(struct pieces *pieces, const struct regs *regs, const struct shape *shape, u64 size) {
  struct vector one = {regs->rsi, size};
  const struct vector *vector = shape->vector ? (const struct vector *)regs->rsi : &one;
  u64 end = pieces->position + size;
  for (u64 at = pieces->position; at < end; vector++) {
    u64 part = least(end - at, vector->length);
    copy((void *)(JRR_BUFFER + at), (const void *)vector->base, part);
    at += part;
  }
  pieces->position = (end + 7) & ~7ull;
}

/* The call's arguments, first of what a note tells of. */
static u64 *arguments(struct pieces *pieces, const struct regs *regs) {
  u64 *to = (u64 *)(JRR_BUFFER + pieces->position);
  for (int which = A0; which <= A5; which++) to[which - A0] = argument(regs, which);
  pieces->position += 48;
  return to;
}

/* The name of the contents of the file that was mapped or read. */
static void named(struct pieces *pieces) {
  const struct kept *file = (const struct kept *)WORD(JRR_HOOK_FILE);
  copy_short((u64 *)(JRR_BUFFER + pieces->position), file->contents, 4);
  pieces->position += sizeof file->contents;
}

/*
 * What the supervisor must know of a call that changed what it keeps: its arguments, and the break before
 * or the contents of the file.
 */
static void changed(struct pieces *pieces, const struct regs *regs, i64 result) {
  u64 *asked = arguments(pieces, regs);
  if (regs->rax == __NR_brk) {
    asked[1] = WORD(JRR_HOOK_BRK);
    WORD(JRR_HOOK_BRK) = (u64)result;
  } else if (regs->rax == __NR_mmap && !(regs->r10 & MAP_ANONYMOUS)) {
    named(pieces);
  }
  WORD(JRR_HOOK_CHANGES)++;
}

/* What was read is in the trace already: where that is, in the way of changed(). */
static void read_from_kept(struct pieces *pieces, const struct regs *regs, i64 place) {
  arguments(pieces, regs)[3] = (u64)place;
  named(pieces);
}

/* Whether a signal ended the call, or would have it made again. */
static int is_interrupted(i64 result) {
  return result == -EINTR || (result <= -512 && result >= -516);
}

/* The short way of what is called often: of these calls nothing has to be asked that others are. */
static int record_plain(struct regs *regs, const struct shape *shape) {
  u64 start = WORD(JRR_HOOK_POSITION);
  struct record *record = (struct record *)(JRR_BUFFER + start);
  struct pieces pieces = {start + sizeof *record, 0};
  if (pieces.position + PLAIN_LIMIT > JRR_BUFFER_SIZE) return BAIL;
  i64 result = make_as_asked(regs);
  if (is_interrupted(result)) return BAIL;
  plain_output(&pieces, regs, shape, result);
  *record = (struct record){(uint32_t)(pieces.position - start), (uint32_t)regs->rax, result,
                            (uint32_t)crc_registers(regs), 0};
  regs->rax = (u64)result;
  return next(pieces.position);
}

static int record(struct regs *regs, const struct shape *shape) {
  u64 start = WORD(JRR_HOOK_POSITION);
  u64 room = room_wanted(regs, shape);
  int stream = shape->how == WRITE ? stream_of(regs->rdi) : 0;
  if (stream) room += input_size(regs, shape);
  i64 place = shape->how == READ ? place_of_read(regs) : ELSEWHERE;
  int fits = room <= JRR_BUFFER_SIZE && start + sizeof(struct record) + room <= JRR_BUFFER_SIZE;
  if (!fits && (place < 0 || start + NAMED_ROOM > JRR_BUFFER_SIZE || !is_read_kept(regs->rdi))) return BAIL;
  uint32_t sum = digest(regs, shape);
  struct rooms rooms[MESSAGE_LIMIT];
  rooms_before(rooms, regs, shape);
  i64 result;
  if (!perform(regs, shape, &result)) return BAIL;
  if (result < 0 && shape->writes_failing) return BAIL; /* made once more, it fails once more */
  if (is_interrupted(result)) return BAIL;
  struct record *record = (struct record *)(JRR_BUFFER + start);
  struct pieces pieces = {start + sizeof *record, 0};
  uint32_t note = 0;
  if (is_kept_read(regs, place, result)) {
    note = NAMES;
    read_from_kept(&pieces, regs, place);
  } else if (!fits && result >= LARGE_READ) {
    take_back_read(regs, place);
    return BAIL;
  } else if (has_outputs(shape, result)) {
    outputs(&pieces, regs, shape, (u64)result, rooms);
  }
  if (is_done_at_replay(regs, shape, result)) {
    note = CHANGES;
    changed(&pieces, regs, result);
  } else if (shape->how == TOLD) {
    note = TELLS;
    changed(&pieces, regs, result);
  } else if (stream && result > 0) {
    note = (uint32_t)stream;
    written(&pieces, regs, shape, (u64)result);
  }
  record->size = (uint32_t)(pieces.position - start);
  record->number = (uint32_t)regs->rax;
  record->result = result;
  record->digest = sum;
  record->note = note;
  regs->rax = (u64)result;
  int outcome = next(pieces.position);
  return shape->how == FUTEX && result > 0 && WORD(JRR_HOOK_WAKES_STOP) ? STOP : outcome;
}

static int replay_plain(struct regs *regs, const struct shape *shape, const struct record *record, u64 start) {
  struct pieces pieces = {start + sizeof *record, 1};
  if ((uint32_t)crc_registers(regs) != record->digest) return DIVERGED;
  plain_output(&pieces, regs, shape, record->result);
  if (pieces.position - start != record->size) return DIVERGED;
  regs->rax = (u64)record->result;
  return next(pieces.position);
}

static int replay(struct regs *regs, u64 mode) {
  u64 start = WORD(JRR_HOOK_POSITION);
  if (start >= WORD(JRR_HOOK_END)) return BAIL;
  const struct record *record = (const struct record *)(JRR_BUFFER + start);
  if (regs->rax != record->number) return DIVERGED;
  const struct shape *shape = shape_of(regs->rax);
  if (shape->plain) return replay_plain(regs, shape, record, start);
  if (digest(regs, shape) != record->digest) return DIVERGED;
  i64 result = record->result;
  struct pieces pieces = {start + sizeof *record, 1};
  struct rooms rooms[MESSAGE_LIMIT];
  rooms_before(rooms, regs, shape);
  if (has_outputs(shape, result) && record->note != NAMES) outputs(&pieces, regs, shape, (u64)result, rooms);
  if (record->note) pieces.position = start + record->size;
  if (pieces.position - start != record->size) return DIVERGED;
  regs->rax = (u64)result;
  int outcome = next(pieces.position);
  if (!(record->note & (CHANGES | NAMES)) || (mode == REPLAY_MAKING && make_again(record))) return outcome;
  WORD(JRR_HOOK_EXECUTE) = start + 1;
  return STOP;
}

#define SIGILL 4
#define SIGTRAP 5
#define SIGSEGV 11
#define SIGSYS 31

/*
 * The supervisor sees what is done with the signals of its traps; and where calls raise SIGSYS for it,
 * every change of the mask.
 */
static int is_watched(const struct regs *regs) {
  unsigned signal = (unsigned)regs->rdi;
  int is_action = regs->rax == __NR_rt_sigaction && regs->rsi != 0;
  return (is_action && (signal == SIGILL || signal == SIGTRAP || signal == SIGSEGV)) ||
         (WORD(JRR_HOOK_DISPATCHED) &&
          (regs->rax == __NR_rt_sigprocmask || (is_action && signal == SIGSYS)));
}

__attribute__((used)) int hook(struct regs *regs) {
  u64 mode = WORD(JRR_HOOK_MODE);
  if (mode == REPLAY || mode == REPLAY_MAKING) return replay(regs, mode);
  const struct shape *shape = shape_of(regs->rax);
  if (mode == OFF || shape->how == TRACED || is_watched(regs) || is_refused(regs)) return BAIL;
  if (shape->plain) return record_plain(regs, shape);
  return mode == RECORD || !looks_at_classes(regs, shape) ? record(regs, shape) : BAIL;
}

/* From the return address of a stub's call to its own rdtsc or rdtscp: mov rsp,[abs32]. */
#define TO_READING 8

#define CLOCK_MONOTONIC 1

/* Reading the time stamp traps here, too: it is made of a clock, as the supervisor makes it. */
static u64 ticks(u64 scale) {
  u64 now[2];
  make(__NR_clock_gettime, CLOCK_MONOTONIC, (u64)now, 0, 0, 0, 0);
  return (u64)((unsigned __int128)(now[0] * 1000000000 + now[1]) * scale >> 32);
}

/* What rdtsc and rdtscp do, the second of which tells the CPU in ecx: a word after its record. */
__attribute__((used)) int hook_time(struct time_regs *regs) {
  u64 mode = WORD(JRR_HOOK_MODE), scale = WORD(JRR_HOOK_TIME_SCALE), start = WORD(JRR_HOOK_POSITION);
  int is_rdtsc = ((const uint8_t *)regs->back)[TO_READING + 1] == 0x31;
  u64 size = sizeof(struct record) + (is_rdtsc ? 0 : 8);
  uint32_t number = is_rdtsc ? RDTSC : RDTSCP;
  struct record *record = (struct record *)(JRR_BUFFER + start);
  u64 *cpu = (u64 *)(record + 1);
  if (mode == RECORD || mode == RECORD_APART) {
    if (!scale || start + size > JRR_BUFFER_SIZE) return BAIL;
    *record = (struct record){(uint32_t)size, number, (i64)ticks(scale), (uint32_t)regs->back, 0};
    if (!is_rdtsc) *cpu = WORD(JRR_HOOK_TIME_CPU);
  } else if (mode == OFF || start >= WORD(JRR_HOOK_END)) {
    return BAIL;
  } else if (record->number != number || record->digest != (uint32_t)regs->back) {
    regs->rax = number;
    return DIVERGED;
  }
  regs->rax = (uint32_t)record->result;
  regs->rdx = (u64)record->result >> 32;
  if (!is_rdtsc) regs->rcx = *cpu;
  WORD(JRR_HOOK_TAIL) = regs->back + TO_READING + (is_rdtsc ? 2 : 3);
  return next(start + size);
}
