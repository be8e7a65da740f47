// A timer interrupts a thread's wait, and before it goes on another thread calls at the same place
// so often that a recorder changes the code there: the wait is begun again, or gives EINTR.
#include "threads.h"
#include <sys/time.h>

enum { SITES = 800, CALLS = 8, INTERVAL_US = 300 };

/* So many functions with a syscall instruction of their own: number, then four arguments. */
__asm__(
    ".text\n"
    ".balign 32\n"
    "sites:\n"
    ".rept 800\n"
    "mov %rdi, %rax\n"
    "mov %rsi, %rdi\n"
    "mov %rdx, %rsi\n"
    "mov %rcx, %rdx\n"
    "mov %r8, %r10\n"
    "xor %r8d, %r8d\n"
    "syscall\n"
    "mov %rax, %rdx\n"
    "mov %rdx, %rax\n"
    "ret\n"
    ".balign 32\n"
    ".endr\n");
extern char sites[];
typedef long site_function(long number, long a, long b, long c, long d);

static atomic_int word, rounds;

static site_function *site(int index) {
  return (site_function *)(uintptr_t)(sites + 32L * index);
}

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {}

/* The handler ends every second wait, and lets the others be begun again. */
static void wait_at(int index) {
  handle(SIGALRM, on_tick, index % 2 ? SA_RESTART : 0);
  atomic_store(&rounds, index + 1);
  do {
    long result = site(index)(SYS_futex, (long)&word, FUTEX_WAIT, index, 0);
    CHECK(result == 0 || result == -EAGAIN || (result == -EINTR && index % 2 == 0));
  } while (atomic_load(&word) == index);
}

static void *call_at_all(void *argument) {
  sigset_t ticks;
  sigemptyset(&ticks);
  sigaddset(&ticks, SIGALRM);
  PT(pthread_sigmask(SIG_BLOCK, &ticks, NULL));
  for (int index = 0; index < SITES; index++) {
    while (atomic_load(&rounds) != index + 1) {
      sched_yield();
    }
    for (int call = 0; call < CALLS; call++) {
      CHECK(site(index)(SYS_lseek, -1, 0, SEEK_SET, 0) == -EBADF);
    }
    atomic_store(&word, index + 1);
    SYS(syscall(SYS_futex, &word, FUTEX_WAKE, 1, NULL, NULL, 0));
  }
  return argument;
}

int main(void) {
  handle(SIGALRM, on_tick, SA_RESTART);
  pthread_t thread = start(call_at_all, NULL);
  struct itimerval timer = {{0, INTERVAL_US}, {0, INTERVAL_US}};
  SYS(setitimer(ITIMER_REAL, &timer, NULL));
  for (int index = 0; index < SITES; index++) {
    wait_at(index);
  }
  join(thread);
  SYS(setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL));
  step("%d waits", SITES);
  return success();
}
