// A program under filters of its own makes calls so often that those which pass in any case are made
// without a stop; the others meet the filters, in threads, children and after exec, too.
// links: -pthread
#include "threads.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/time.h>

enum { ROUNDS = 60 };

static volatile sig_atomic_t trapped, ticks;
static int second_filter;

static void on_sys(int signal UNUSED, siginfo_t *info, void *context) {
  CHECK(info->si_code == 1 /* SYS_SECCOMP */ && info->si_syscall == SYS_getppid && info->si_errno == 7);
  CHECK(((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP] == (greg_t)info->si_call_addr);
  ((ucontext_t *)context)->uc_mcontext.gregs[REG_RAX] = 4711;
  trapped++;
}

static void on_tick(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  CHECK(syscall(SYS_getpgrp) == -1 && errno == EXDEV);
  ticks++;
}

static void install(struct sock_filter *filter, size_t count) {
  struct sock_fprog program = {(unsigned short)count, filter};
  SYS(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  SYS(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
}

/* getpgrp is refused, getppid trapped, and write refused where its length is 5. */
static void install_first(void) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_STMT(BPF_ST, 3),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getpgrp, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EXDEV),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP | 7),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
      BPF_STMT(BPF_MISC | BPF_TAX, 0),
      BPF_STMT(BPF_LD | BPF_MEM, 3),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 0, 3),
      BPF_STMT(BPF_MISC | BPF_TXA, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 5, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  install(filter, COUNT(filter));
}

/* What the first lets pass is refused by the second, and what that lets pass by the first. */
static void install_second(void) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getuid, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOTTY),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  install(filter, COUNT(filter));
  second_filter = 1;
}

static void *works(void *argument UNUSED) {
  int ends[2];
  char bytes[16] = "fifteen bytes!!";
  SYS(pipe(ends));
  for (int i = 0; i < ROUNDS; i++) {
    CHECK(getpid() > 0);
    FAILS((int)syscall(SYS_getpgrp), EXDEV);
    CHECK(syscall(SYS_getppid) == 4711);
    CHECK(write(ends[1], bytes, 15) == 15);
    FAILS((int)write(ends[1], bytes, 5), EPERM);
    CHECK(read(ends[0], bytes, 16) == 15);
    if (second_filter) {
      FAILS((int)syscall(SYS_getuid), ENOTTY);
    } else {
      CHECK((int)syscall(SYS_getuid) >= 0);
    }
    char *memory = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    memory[0] = 1;
    SYS(munmap(memory, PAGE));
  }
  SYS(close(ends[0]));
  SYS(close(ends[1]));
  return NULL;
}

/* The mask and what is done with SIGSYS stay, whatever jrr does with that signal. */
static void where_it_is(int how, void (*handler)(int)) {
  pid_t child = SYS(fork());
  if (child == 0) {
    struct sigaction action = {.sa_handler = handler}, now;
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGSYS);
    SYS(sigaction(SIGSYS, &action, NULL));
    SYS(sigprocmask(how, &mask, NULL));
    for (int i = 0; i < ROUNDS; i++) {
      FAILS((int)syscall(SYS_getpgrp), EXDEV);
      CHECK(syscall(SYS_getpid) > 0);
      SYS(sigaction(SIGSYS, NULL, &now));
      CHECK(now.sa_handler == handler);
      SYS(sigprocmask(SIG_BLOCK, NULL, &mask));
      CHECK(sigismember(&mask, SIGSYS) == (how == SIG_BLOCK));
    }
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
}

int main(int argc, char **argv) {
  handle(SIGSYS, on_sys, SA_NODEFER);
  if (argc > 1) {
    second_filter = 1;
    works(NULL);
    step("after exec: %d trapped", trapped);
    return success();
  }
  for (int i = 0; i < ROUNDS; i++) {
    CHECK(syscall(SYS_getpgrp) > 0 && syscall(SYS_getppid) >= 0); /* so that they are buffered */
  }
  install_first();
  handle(SIGALRM, on_tick, SA_RESTART);
  struct itimerval timer = {.it_value = {0, 1000}, .it_interval = {0, 1000}}, off = {0};
  SYS(setitimer(ITIMER_REAL, &timer, NULL));
  works(NULL);
  SYS(setitimer(ITIMER_REAL, &off, NULL));
  step("one filter: %d trapped", trapped);
  pthread_t thread = start(works, NULL);
  works(NULL);
  join(thread);
  step("beside a thread: %d trapped", trapped);
  install_second();
  works(NULL);
  step("two filters: %d trapped", trapped);
  pid_t child = SYS(fork());
  if (child == 0) {
    works(NULL);
    _exit(trapped == 5 * ROUNDS ? 0 : 1);
  }
  EXPECT_EXIT(child, 0);
  where_it_is(SIG_BLOCK, SIG_DFL);
  where_it_is(SIG_UNBLOCK, SIG_IGN);
  where_it_is(SIG_BLOCK, SIG_IGN);
  step("in children");
  SYS(execl("/proc/self/exe", argv[0], "again", NULL));
}
