// One thread waits in a call while another makes calls from the very same place, which is then a
// place where calls are made often; the call ends, is interrupted, or is made again by the kernel.
// links: -pthread
#include "threads.h"

__attribute__((noinline)) static long call(long number, long first, long second, long third) {
  long result;
  uint64_t rcx, behind;
  __asm__ volatile(
      "syscall\n"
      "behind_call%=:\n"
      "mov %%rcx, %[rcx]\n"
      "lea behind_call%=(%%rip), %%rcx\n mov %%rcx, %[behind]\n"
      : "=a"(result), [rcx] "=m"(rcx), [behind] "=m"(behind)
      : "a"(number), "D"(first), "S"(second), "d"(third)
      : "rcx", "r11", "memory");
  CHECK(rcx == behind);
  return result;
}

static int ends[2];
static atomic_int waiting;
static volatile sig_atomic_t handled;

static void handler(int signal UNUSED) {
  handled++;
}

static void *reading(void *argument UNUSED) {
  char byte;
  atomic_store(&waiting, own_tid());
  long got = call(SYS_read, ends[0], (long)&byte, 1);
  return (void *)(got == 1 ? byte : got);
}

/* The first call from there waits; then the place gets hot; then `signal` comes, if any. */
static void *waits_while_it_gets_hot(int signal) {
  SYS(pipe(ends));
  atomic_store(&waiting, 0);
  pthread_t reader = start(reading, NULL);
  pid_t tid = wait_until_thread_sleeps(&waiting);
  for (int i = 0; i < 300; i++) {
    CHECK(call(SYS_getppid, 0, 0, 0) == getppid());
  }
  if (signal != 0) {
    SYS(tgkill(getpid(), tid, signal));
    /* A byte that comes before the handler has run is read, and nothing is interrupted. */
    while (signal == SIGUSR1 && handled == 0) {
      sched_yield();
    }
    sleep_ms(5);
  }
  CHECK(call(SYS_write, ends[1], (long)"x", 1) == 1);
  void *result = join(reader);
  SYS(close(ends[0]));
  SYS(close(ends[1]));
  return result;
}

static void in_a_child(const char *what, int signal, long expected, int flags) {
  pid_t child = SYS(fork());
  if (child == 0) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    SYS(sigaction(SIGUSR1, &action, NULL));
    CHECK((long)waits_while_it_gets_hot(signal) == expected);
    CHECK(handled == (signal == SIGUSR1));
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  step("%s", what);
}

int main(void) {
  in_a_child("it ends", 0, 'x', 0);
  in_a_child("a handler runs, and it goes on", SIGUSR1, 'x', SA_RESTART);
  in_a_child("a signal that is ignored comes, and it goes on", SIGURG, 'x', 0);
  in_a_child("a handler interrupts it", SIGUSR1, -EINTR, 0);
  for (int i = 0; i < 3; i++) {
    CHECK(waits_while_it_gets_hot(SIGCHLD) == (void *)(long)'x');
  }
  step("again and again");
  return success();
}
