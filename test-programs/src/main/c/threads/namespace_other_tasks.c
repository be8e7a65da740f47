// In a PID namespace, calls that reach into another process by its id there.
// links: -pthread
#include "threads.h"
#include <sched.h>
#include <sys/resource.h>
#include <sys/uio.h>

static char secret[64];

/* Reads what its parent wrote meanwhile, and the limit that it was given. */
static int look(int go) {
  char c;
  read_fully(go, &c, 1);
  struct rlimit limit;
  SYS(getrlimit(RLIMIT_STACK, &limit));
  CHECK(limit.rlim_cur == 1 << 20);
  CHECK(strcmp(secret, "written") == 0);
  return strlen(secret);
}

static int as_init(void) {
  CHECK(getpid() == 1);
  int go[2];
  SYS(pipe(go));
  pid_t child = SYS(fork());
  if (child == 0) {
    _exit(look(go[0]));
  }
  struct iovec from = {"written", 8}, to = {secret, 8};
  CHECK(process_vm_writev(child, &from, 1, &to, 1, 0) == 8);
  struct rlimit limit;
  SYS(prlimit(child, RLIMIT_STACK, NULL, &limit));
  limit.rlim_cur = 1 << 20;
  SYS(prlimit(child, RLIMIT_STACK, &limit, NULL));
  CHECK(write(go[1], "g", 1) == 1);
  EXPECT_EXIT(child, 7);
  /* Its own id. */
  from.iov_base = "by self";
  CHECK(process_vm_writev(getpid(), &from, 1, &to, 1, 0) == 8);
  CHECK(strcmp(secret, "by self") == 0);
  return 33;
}

int main(void) {
  pid_t outer = SYS(fork());
  if (outer == 0) {
    if (unshare(CLONE_NEWPID) == -1 && unshare(CLONE_NEWUSER | CLONE_NEWPID) == -1) {
      _exit(99);
    }
    pid_t init = fork();
    if (init == 0) {
      _exit(as_init());
    }
    int status;
    CHECK(init == -1 || waitpid(init, &status, 0) == init);
    _exit(init == -1 ? 99 : WIFEXITED(status) ? WEXITSTATUS(status) : 98);
  }
  int status;
  CHECK(waitpid(outer, &status, 0) == outer && WIFEXITED(status));
  /* Where namespaces are refused, the same is printed. */
  CHECK(WEXITSTATUS(status) == 33 || WEXITSTATUS(status) == 99);
  show("%d", WEXITSTATUS(status));
  step("memory and limits of a process in a namespace");
  return success();
}
