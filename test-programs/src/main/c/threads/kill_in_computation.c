// A process is killed while it computes in memory that others have, too, and they go on from what
// it had stored by then.
// cflags: -O2
// links: -pthread
#include "threads.h"

enum { KILLS = 4, KILL_AFTER_NS = 20000000, WORDS = 512 };

/* What a killed process worked on: steps are numbered, and each stores at another place. */
struct work {
  atomic_long steps;
  long words[WORDS];
};

static void compute(struct work *work) {
  for (long step = atomic_load(&work->steps);; step++) {
    work->words[step % WORDS] = step;
    atomic_store(&work->steps, step + 1);
  }
}

/* Where the work stands; told as a call's argument, too. */
static void look_at(struct work *work) {
  long steps = atomic_load(&work->steps);
  long last = steps == 0 ? 0 : steps - 1;
  CHECK(work->words[last % WORDS] == last);
  /* The step after the last numbered one may have been stored. */
  long next = work->words[steps % WORDS];
  CHECK(next == steps || next == steps - WORDS || steps < WORDS);
  CHECK(close(-1 - (int)(steps % 1000000)) == -1 && close(-1 - (int)(next % 1000000)) == -1);
  show("%ld steps, then %ld", steps, next);
}

int main(void) {
  struct work *work =
      SYS(mmap(NULL, sizeof *work, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  for (int i = 0; i < KILLS; i++) {
    int status;
    pid_t child = SYS(fork());
    if (child == 0) {
      die_after(KILL_AFTER_NS);
      compute(work);
    }
    CHECK(waitpid(child, &status, 0) == child && WIFSIGNALED(status) &&
          WTERMSIG(status) == SIGKILL);
    look_at(work);
  }
  step("%d were killed in the middle", KILLS);
  return success();
}
