/* Code that is written, run and written again, for programs that differ in how it is mapped. */
#pragma once
#include "async.h"

enum { GENERATIONS = 200, ROUNDS = 6000000 };

typedef long function(long rounds);

static volatile long generation;

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  sample("generation", generation, context);
}

static unsigned char *put(unsigned char *at, const char *bytes, int length) {
  memcpy(at, bytes, length);
  return at + length;
}

/*
 * Writes a function that adds a constant to rax as often as rdi says. The number of nops before
 * the loop and the form of the addition differ, so that instruction borders move.
 */
static void emit(unsigned char *to, int constant, int shape) {
  unsigned char *at = put(to, "\x31\xc0", 2); /* xor %eax, %eax */
  for (int i = 0; i < shape % 7; i++) {
    at = put(at, "\x90", 1);
  }
  unsigned char *loop = at;
  if (shape % 2 == 0) {
    at = put(at, "\x48\x05", 2); /* add $constant, %rax */
  } else {
    at = put(at, "\x48\x8d\x80", 3); /* lea constant(%rax), %rax */
  }
  at = put(at, (const char *)&constant, 4);
  at = put(at, "\x48\xff\xcf\x75", 4); /* dec %rdi; jnz loop */
  *at = (unsigned char)(loop - (at + 1));
  at[1] = 0xc3;
}

/* Writes functions there, and runs them where the same memory can be executed. */
static int run_generations(unsigned char *written, unsigned char *run) {
  start_ticks(3000, on_tick, 0);
  for (generation = 0; generation < GENERATIONS; generation++) {
    /* Every second function replaces one that has been run. */
    long place = generation % 2 == 0 ? 64 : generation * 41 % (4 * PAGE - 64);
    emit(written + place, (int)generation + 1, (int)generation);
    function *added = (function *)(uintptr_t)(run + place);
    CHECK(added(ROUNDS) == ROUNDS * (generation + 1));
  }
  stop_ticks();
  step("%ld generations of code, %d rounds each", generation, ROUNDS);
  return success();
}
