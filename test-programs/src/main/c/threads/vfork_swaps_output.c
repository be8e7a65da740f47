// vfork children whose standard output is a file, and whose file is the standard output, end in every
// way: what they, the parent and a thread beside them write goes where each one's descriptors lead.
// links: -pthread
#include "threads.h"

enum { ROUNDS = 24, CALLS = 20 };

static int file;
static atomic_int stop;
static atomic_long written;

// The thread's `file` stays the file, whatever a child beside it does to its own.
static void *writing(void *argument UNUSED) {
  while (!atomic_load(&stop)) {
    CHECK(write(file, "t", 1) == 1);
    atomic_fetch_add(&written, 1);
    if (atomic_load(&written) % 50 == 0) {
      sched_yield();
    }
  }
  return NULL;
}

// Only calls that a vfork child may make, and no memory of the parent's but its own copies.
static void in_child(int round, char digit) {
  if (dup2(1, 100) != 100 || dup2(file, 1) != 1 || dup2(100, file) != file) {
    _exit(1);
  }
  for (volatile int i = 0; i < CALLS; i++) {
    if (write(1, "c", 1) != 1) { // to the file
      _exit(2);
    }
  }
  char line[] = "child ?\n";
  line[6] = digit;
  if (write(file, line, 8) != 8) {
    _exit(3);
  }
  struct timespec pause_ = {0, 300000};
  syscall(SYS_nanosleep, &pause_, NULL); // others have a turn
  switch (round % 3) {
    case 0:
      execl("/bin/true", "true", (char *)NULL);
      _exit(4);
    case 1:
      _exit(0);
    default:
      kill(getpid(), SIGKILL);
  }
}

static void swap(void) {
  for (volatile int round = 0; round < ROUNDS; round++) {
    pid_t child = SYS(vfork());
    if (child == 0) {
      in_child(round, (char)('a' + round));
    }
    char line[] = "parent ?\n";
    line[7] = (char)('a' + round);
    CHECK(write(1, line, 9) == 9 && write(file, "p", 1) == 1);
    int status;
    CHECK(waitpid(child, &status, 0) == child && status == (round % 3 == 2 ? SIGKILL : 0));
  }
}

static off_t size(void) {
  struct stat status;
  SYS(fstat(file, &status));
  return status.st_size;
}

int main(void) {
  file = SYS(open("file", O_RDWR | O_CREAT | O_APPEND, 0600));
  swap();
  CHECK(size() == ROUNDS * (CALLS + 1));
  step("alone");
  pthread_t thread = start(writing, NULL);
  swap();
  atomic_store(&stop, 1);
  join(thread);
  CHECK(size() == 2 * ROUNDS * (CALLS + 1) + atomic_load(&written));
  step("beside a thread");
  return success();
}
