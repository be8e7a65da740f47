// A process that executes a program dies as the owner of its robust locks, and its word is cleared.
#include "threads.h"

static char stack[65536];
static atomic_int word;

static pthread_mutex_t *shared_mutex(int protocol) {
  pthread_mutex_t *mutex =
      SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  pthread_mutexattr_t attributes;
  PT(pthread_mutexattr_init(&attributes));
  PT(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED));
  PT(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST));
  PT(pthread_mutexattr_setprotocol(&attributes, protocol));
  PT(pthread_mutex_init(mutex, &attributes));
  return mutex;
}

static void owner_executes(int protocol) {
  pthread_mutex_t *mutex = shared_mutex(protocol);
  int locked[2];
  SYS(pipe(locked));
  pid_t child = SYS(fork());
  if (child == 0) {
    PT(pthread_mutex_lock(mutex));
    CHECK(write(locked[1], "x", 1) == 1);
    execl("/bin/sleep", "sleep", "100", NULL);
    _exit(1);
  }
  char byte;
  read_fully(locked[0], &byte, 1);
  CHECK(pthread_mutex_lock(mutex) == EOWNERDEAD);
  PT(pthread_mutex_consistent(mutex));
  PT(pthread_mutex_unlock(mutex));
  PT(pthread_mutex_lock(mutex));
  PT(pthread_mutex_unlock(mutex));
  SYS(kill(child, SIGKILL));
  EXPECT_SIGNALLED(child, SIGKILL);
}

static int executes(void *argument UNUSED) {
  execl("/bin/true", "true", NULL);
  return 1;
}

int main(void) {
  owner_executes(PTHREAD_PRIO_NONE);
  step("its owner executed a program");
  owner_executes(PTHREAD_PRIO_INHERIT);
  step("and one that inherits priorities");
  int flags = CLONE_VM | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD;
  pid_t child = SYS(clone(executes, stack + sizeof stack, flags, NULL, NULL, NULL, &word));
  EXPECT_EXIT(child, 0);
  CHECK(atomic_load(&word) == 0);
  step("cleared where another has the memory");
  return success();
}
