/* Making at replay, without a stop, a call on memory that the recording has made. */
#pragma once
#include "perform.h"

#define READ_WRITE 3

static u64 page_up(u64 length) {
  return (length + PAGE - 1) & -PAGE;
}

/* Private memory without contents, exactly there. */
static int map_again(u64 address, u64 length, u64 protection) {
  u64 flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE;
  return !is_guarded(address, length) &&
         (u64)make(__NR_mmap, address, length, protection, flags, -1, 0) == address;
}

static int unmap_again(u64 address, u64 length) {
  return !is_guarded(address, length) && !make(__NR_munmap, address, length, 0, 0, 0, 0);
}

/* The program break is the program's alone: at replay it is memory like other. */
static int move_break_again(u64 before, u64 after) {
  if (after > before) return map_again(before, after - before, READ_WRITE);
  return after == before || unmap_again(after, before - after);
}

/* At replay: contents of files that records name, and where these are. */
struct object {
  u64 contents[4];
  char path[224];
};

static const struct object *object_of(const u64 *contents) {
  const struct object *object = (const struct object *)(JRR_HOOK_OBJECTS + 8);
  const struct object *end = object + WORD(JRR_HOOK_OBJECTS);
  for (; object < end; object++) {
    int same = 1;
    for (int word = 0; word < 4; word++) same &= object->contents[word] == contents[word];
    if (same) return object;
  }
  return 0;
}

static int read_again(u64 address, u64 length, u64 place, const u64 *contents) {
  const struct object *object = object_of(contents);
  i64 fd = object ? make(__NR_open, (u64)object->path, 0, 0, 0, 0, 0) : -1;
  if (fd < 0) return 0;
  i64 got = make(__NR_pread64, (u64)fd, address, length, place, 0, 0);
  make(__NR_close, (u64)fd, 0, 0, 0, 0, 0);
  return got == (i64)length;
}

/* False: the supervisor is to make it, or to tell why it cannot be made. */
static int make_again(const struct record *record) {
  const u64 *asked = (const u64 *)(record + 1);
  switch (record->number) {
    case __NR_mmap:
      return asked[3] & MAP_ANONYMOUS && map_again((u64)record->result, asked[1], asked[2]);
    case __NR_read:
    case __NR_pread64:
      return read_again(asked[1], (u64)record->result, asked[3], asked + 6);
    case __NR_munmap:
      return unmap_again(asked[0], asked[1]);
    case __NR_mprotect:
      return !is_guarded(asked[0], asked[1]) && !make(__NR_mprotect, asked[0], asked[1], asked[2], 0, 0, 0);
    case __NR_madvise:
      if (is_guarded(asked[0], asked[1])) return 0;
      make(__NR_madvise, asked[0], asked[1], asked[2], 0, 0, 0);
      return 1;
    case __NR_brk:
      return move_break_again(page_up(asked[1]), page_up((u64)record->result));
    case __NR_arch_prctl:
      return !make(__NR_arch_prctl, asked[0], asked[1], 0, 0, 0, 0);
    default:
      return 0;
  }
}
