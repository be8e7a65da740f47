// A handler probes memory by calls, as runtimes do that walk a stack which they do not trust: a
// pipe takes what is mapped, and answers EFAULT for the rest. It walks the interrupted frames so.
// cflags: -O1 -fno-omit-frame-pointer -fno-optimize-sibling-calls
#include "program.h"
#include <sys/time.h>
#include <ucontext.h>

static int ends[2];
static char *hole;
static volatile sig_atomic_t signals, lost, wrong;
static volatile long work;

static int is_readable(const void *address) {
  long put = write(ends[1], address, sizeof(long));
  if (put == -1) {
    wrong += errno != EFAULT;
    return 0;
  }
  long word;
  wrong += put != sizeof word || read(ends[0], &word, sizeof word) != sizeof word ||
           memcmp(&word, address, sizeof word) != 0;
  return 1;
}

static void *outermost;

static void walk(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  int saved = errno;
  const ucontext_t *frame = context;
  wrong += is_readable(hole) || !is_readable(&saved);
  void **at = (void **)frame->uc_mcontext.gregs[REG_RBP];
  int found = 0;
  for (int depth = 0; depth < 64 && is_readable(at) && is_readable(at + 1); depth++) {
    found |= at == outermost;
    at = at[0];
  }
  lost += !found;
  signals++;
  errno = saved;
}

__attribute__((noinline)) static long deep(int depth) {
  if (depth > 0) {
    return deep(depth - 1) + 1;
  }
  long done = 0;
  for (int i = 0; i < 50; i++) {
    done += syscall(SYS_getppid) > 0;
    done += syscall(SYS_close, -1) == -1;
  }
  return done;
}

__attribute__((noinline)) static void run(void) {
  outermost = __builtin_frame_address(0);
  while (signals < 500) {
    work += deep(10);
  }
}

int main(void) {
  SYS(pipe(ends));
  hole = SYS(mmap(NULL, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  struct sigaction action = {.sa_sigaction = walk, .sa_flags = SA_SIGINFO | SA_RESTART};
  SYS(sigaction(SIGALRM, &action, NULL));
  struct itimerval timer = {{0, 1000}, {0, 1000}};
  SYS(setitimer(ITIMER_REAL, &timer, NULL));
  run();
  SYS(setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL));
  CHECK(wrong == 0);
  step("what is mapped is readable, what is not is not");
  CHECK(work % 110 == 0);
  step("the interrupted calls were whole");
  show("%d walks lost their way", (int)lost);
  return success();
}
