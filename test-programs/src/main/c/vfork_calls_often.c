// Children that share the memory, but not the descriptors, make many calls before they end: what
// they do to theirs, the parent does not see, and what they do to the memory it does.
#include "program.h"

enum { ROUNDS = 12 };

static volatile int child_saw;
static char *volatile child_made;

static void handler(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {}

static void in_child(int kept, int closed) {
  struct stat status;
  struct timespec now;
  sigset_t all, before;
  sigfillset(&all);
  for (int signal = 1; signal < 32; signal++) {
    struct sigaction action;
    if (sigaction(signal, NULL, &action) == 0 && action.sa_handler != SIG_IGN) {
      child_saw++;
    }
  }
  sigprocmask(SIG_BLOCK, &all, &before);
  sigprocmask(SIG_SETMASK, &before, NULL);
  child_saw += getppid() > 0 && clock_gettime(CLOCK_MONOTONIC, &now) == 0;
  child_made = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  child_made[0] = 'c';
  // Its own descriptors: the parent's go on naming what they did.
  close(closed);
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0 || dup2(pipe_ends[1], kept) != kept || write(kept, "child", 5) != 5 ||
      fstat(kept, &status) != 0 || !S_ISFIFO(status.st_mode)) {
    _exit(1);
  }
  char text[8];
  if (read(pipe_ends[0], text, 8) != 5 || memcmp(text, "child", 5) != 0) {
    _exit(2);
  }
  _exit(0);
}

int main(void) {
  handle(SIGUSR1, handler, 0);
  int kept = SYS(open("kept", O_RDWR | O_CREAT, 0600));
  int closed = SYS(open("closed", O_RDWR | O_CREAT, 0600));
  for (volatile int round = 0; round < ROUNDS; round++) {
    child_saw = 0;
    pid_t child = vfork();
    if (child == 0) {
      in_child(kept, closed);
    }
    EXPECT_EXIT(child, 0);
    CHECK(child_saw == 32 && child_made[0] == 'c');
    SYS(munmap(child_made, PAGE));
    CHECK(write(kept, "k", 1) == 1 && write(closed, "c", 1) == 1);
    char byte;
    CHECK(pread(kept, &byte, 1, round) == 1 && byte == 'k');
    struct stat status;
    SYS(fstat(kept, &status));
    CHECK(S_ISREG(status.st_mode) && status.st_size == round + 1);
  }
  step("the parent's descriptors are its own");
  return success();
}
