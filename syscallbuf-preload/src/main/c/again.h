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

/* False: the supervisor is to make it, or to tell why it cannot be made. */
static int make_again(const struct record *record) {
  const u64 *asked = (const u64 *)(record + 1);
  switch (record->number) {
    case __NR_mmap:
      return asked[3] & MAP_ANONYMOUS && map_again((u64)record->result, asked[1], asked[2]);
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
