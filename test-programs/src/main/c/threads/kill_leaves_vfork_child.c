// A thread is killed behind calls that stored into memory, and while it stores into it; a vfork
// child that has the same memory lives on and reads it.
// links: -pthread
#include "threads.h"
#include <sys/prctl.h>

enum { COUNT = 300, KILL_AFTER_NS = 30000000 };

static atomic_int child_is_there;
static struct timespec times[COUNT];
static volatile long counted;
static int pipe_[2];

static void *looking(void *argument UNUSED) {
  while (!atomic_load(&child_is_there)) {
    sched_yield();
  }
  die_after(KILL_AFTER_NS);
  for (int i = 0; i < COUNT; i++) {
    syscall(SYS_clock_gettime, CLOCK_REALTIME, &times[i]);
  }
  for (;;) {
    counted++;
  }
  return NULL;
}

/* Tells what was stored last as calls' arguments, too. */
static void tell_last(void) {
  int count = 0;
  while (count < COUNT && times[count].tv_sec != 0) {
    count++;
  }
  int last = count == 0 ? 0 : (int)times[count - 1].tv_nsec;
  CHECK(close(-1 - last) == -1);
  CHECK(close(-1 - (int)(counted % 1000000)) == -1);
  show("%d times, the last %d, counted to %ld", count, last, counted);
}

static void die_beside_vfork_child(void) {
  start(looking, NULL);
  if (SYS(vfork()) == 0) {
    char byte;
    close(pipe_[1]);
    atomic_store(&child_is_there, 1);
    CHECK(read(pipe_[0], &byte, 1) == 0); // when its parent has ended
    tell_last();
    _exit(7);
  }
  CHECK(!"killed");
}

int main(void) {
  SYS(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
  SYS(pipe(pipe_));
  pid_t parent = SYS(fork());
  if (parent == 0) {
    die_beside_vfork_child();
  }
  int status;
  SYS(close(pipe_[1]));
  CHECK(waitpid(parent, &status, 0) == parent && WIFSIGNALED(status) &&
        WTERMSIG(status) == SIGKILL);
  CHECK(wait(&status) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 7);
  step("what it stored is there after its end");
  return success();
}
