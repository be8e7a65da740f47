// clone with CLONE_VM and without CLONE_THREAD: processes of their own pid that share the memory.
// links: -pthread
#include "threads.h"

static char stacks[4][65536] __attribute__((aligned(16)));
static atomic_int sum;
static int private_fd = -1;

static int body(void *argument) {
  long number = (long)argument;
  for (int i = 0; i < 1000; i++) {
    atomic_fetch_add(&sum, (int)number);
  }
  private_fd = open("/dev/null", O_RDONLY);
  syscall(SYS_exit, (int)number);
  return 0;
}

int main(void) {
  pid_t children[4];
  for (long i = 0; i < 4; i++) {
    children[i] =
        SYS(clone(body, stacks[i] + sizeof stacks[i], CLONE_VM | SIGCHLD, (void *)(i + 1)));
    CHECK(children[i] != getpid());
  }
  for (int i = 0; i < 4; i++) {
    EXPECT_EXIT(children[i], i + 1);
  }
  step("four processes added up %d", sum);
  /* Files are not shared: what they opened is theirs. */
  CHECK(private_fd >= 0);
  FAILS(fcntl(private_fd, F_GETFD), EBADF);
  step("their files are their own");
  pid_t child = SYS(clone(body, stacks[0] + sizeof stacks[0], CLONE_VM | CLONE_FILES | CLONE_FS,
                          (void *)7));
  int status;
  CHECK(waitpid(child, &status, __WCLONE) == child && WEXITSTATUS(status) == 7);
  CHECK(fcntl(private_fd, F_GETFD) != -1);
  step("with shared files, and no signal at the end: %d", sum);
  return success();
}
