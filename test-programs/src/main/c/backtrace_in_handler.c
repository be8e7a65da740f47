// A handler in the midst of calls sees the program's own frames: each return address is in code of
// the program or its libraries, and main is among them.
// cflags: -fno-omit-frame-pointer -rdynamic
#include "program.h"
#include <dlfcn.h>
#include <execinfo.h>
#include <sys/time.h>
#include <ucontext.h>

int main(void);
static volatile sig_atomic_t signals, with_main, strangers;

static int is_in_main(void *address) {
  Dl_info info;
  return dladdr(address, &info) && info.dli_sname && strcmp(info.dli_sname, "main") == 0;
}

static void handler(int signal UNUSED, siginfo_t *info UNUSED, void *context) {
  void *frames[32];
  int count = backtrace(frames, 32);
  int found = 0;
  for (int i = 0; i < count; i++) {
    Dl_info where;
    strangers += dladdr(frames[i], &where) == 0;
    found |= is_in_main(frames[i]);
  }
  Dl_info where;
  ucontext_t *frame = context;
  strangers += dladdr((void *)frame->uc_mcontext.gregs[REG_RIP], &where) == 0;
  with_main += found;
  signals++;
}

int main(void) {
  void *frames[4];
  backtrace(frames, 4); // loads the unwinder
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_RESTART | SA_SIGINFO};
  SYS(sigaction(SIGALRM, &action, NULL));
  struct itimerval timer = {{0, 1000}, {0, 1000}};
  SYS(setitimer(ITIMER_REAL, &timer, NULL));
  long calls = 0;
  while (signals < 300) {
    calls += getppid() > 0;
    CHECK(lseek(99, 0, SEEK_CUR) == -1);
  }
  SYS(setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL));
  CHECK(strangers == 0);
  step("no address outside of the program and its libraries");
  CHECK(with_main == signals);
  step("main is in every backtrace");
  show("%ld calls", calls);
  return success();
}
