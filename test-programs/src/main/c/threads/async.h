/*
 * What the programs async_* share: a timer whose signal comes at any instruction, and a handler
 * that samples the state it finds there.
 *
 * Which state that is differs between runs; so the samples are shown only with JRR_SHOW, at once,
 * as the handler sees them. What the program computes is the same in every run.
 */
#pragma once
#include "program.h"
#include <sys/time.h>
#include <ucontext.h>

/* How many samples were taken. */
static volatile sig_atomic_t samples;

/* CPU time when the ticks began, milliseconds. */
static long ticks_since_ms;

UNUSED static long cpu_ms(void) {
  struct timespec time;
  SYS(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time));
  return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* FNV-1a over bytes; start with digest 0. */
UNUSED static uint64_t digest_bytes(uint64_t digest, const void *bytes, size_t length) {
  for (size_t i = 0; i < length; i++) {
    digest = (digest ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3;
  }
  return digest;
}

/* All general registers, the flags and the instruction pointer that a handler was given. */
UNUSED static uint64_t digest_registers(void *context) {
  ucontext_t *uc = context;
  /* The values from REG_R8 to REG_EFL; what follows are selectors and the last fault's numbers. */
  return digest_bytes(0, uc->uc_mcontext.gregs, (REG_EFL + 1) * sizeof(greg_t));
}

/* The x87 registers and the vector registers' lower halves that a handler was given. */
UNUSED static uint64_t digest_vectors(void *context) {
  struct _libc_fpstate *fp = ((ucontext_t *)context)->uc_mcontext.fpregs;
  uint64_t digest = 0;
  for (int i = 0; i < 8; i++) {
    digest = digest_bytes(digest, &fp->_st[i], 10);
  }
  return digest_bytes(digest, fp->_xmm, sizeof fp->_xmm);
}

/* Counts a sample and shows a value, and the registers it was found with. */
UNUSED static void sample(const char *what, long value, void *context) {
  samples++;
  show("%d: %s %ld, registers %016lx", samples, what, value,
       (unsigned long)digest_registers(context));
}

/* Lets SIGALRM come every so many microseconds of the clock, for this handler. */
UNUSED static void start_ticks(long interval_us, void (*handler)(int, siginfo_t *, void *),
                               int flags) {
  handle(SIGALRM, handler, SA_RESTART | flags);
  ticks_since_ms = cpu_ms();
  struct itimerval timer = {.it_value = {0, interval_us}, .it_interval = {0, interval_us}};
  SYS(setitimer(ITIMER_REAL, &timer, NULL));
}

/*
 * Computes on until there is a sample for each 100 ms of computing: signals may wait for a while,
 * or for a machine that is late, but not starve. Without calls, at which they would be delivered,
 * for longer than such a while.
 */
UNUSED static void await_rate(void) {
  while (samples < (cpu_ms() - ticks_since_ms) / 100) {
    for (volatile long i = 0; i < 1000000000; i++) {
    }
  }
}

/* Ends what start_ticks began, after the first sample. */
UNUSED static void stop_ticks(void) {
  while (samples == 0) {
  }
  struct itimerval timer = {0};
  SYS(setitimer(ITIMER_REAL, &timer, NULL));
  show("%d samples", samples);
}

/* A step of a pseudo-random sequence (xorshift64). */
UNUSED static inline uint64_t mix(uint64_t x) {
  x ^= x << 13;
  x ^= x >> 7;
  return x ^ x << 17;
}
