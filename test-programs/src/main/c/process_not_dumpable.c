// A process that closes itself to others of its user (PR_SET_DUMPABLE), and what it does then.
#include "program.h"
#include <sys/prctl.h>

static volatile int handled;

static void on_signal(int signal UNUSED) { handled++; }

int main(void) {
  step("dumpable %d", SYS(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0)));
  FAILS(prctl(PR_SET_DUMPABLE, 2, 0, 0, 0), EINVAL);
  SYS(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
  step("dumpable %d", SYS(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0)));

  char *shared = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  SYS(signal(SIGUSR1, on_signal));
  pid_t child = SYS(fork());
  if (child == 0) {
    step("the child's dumpable %d", prctl(PR_GET_DUMPABLE, 0, 0, 0, 0));
    strcpy(shared, "from the child");
    raise(SIGUSR1);
    _exit(handled);
  }
  EXPECT_EXIT(child, 1);
  step("%s", shared);

  int file = SYS(open("file", O_RDWR | O_CREAT, 0600));
  CHECK(write(file, "contents of a file", 18) == 18);
  char *mapped = SYS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, file, 0));
  step("%s", mapped);
  raise(SIGUSR1);
  step("handled %d", handled);

  child = SYS(fork());
  if (child == 0) {
    execl("/bin/sh", "sh", "-c", "echo a new program", NULL);
    _exit(1);
  }
  EXPECT_EXIT(child, 0);
  SYS(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
  step("dumpable %d", SYS(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0)));
  return success();
}
