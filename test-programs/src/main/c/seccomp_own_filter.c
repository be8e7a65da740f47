// The program installs a filter of its own: ERRNO, TRAP, KILL, and strict mode in a child.
#include "program.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>

static volatile int trapped;

static void on_sys(int signal, siginfo_t *info, void *context UNUSED) {
  CHECK(signal == SIGSYS && info->si_code == 1 /* SYS_SECCOMP */);
  CHECK(info->si_syscall == SYS_getpgrp && info->si_errno == 99);
  trapped++;
}

/* What the kernel has, as libseccomp asks: by calls that it must refuse. */
static void probe(void) {
  FAILS(syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 1, NULL), EINVAL);
  FAILS(syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 0, &trapped), EINVAL);
  FAILS(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, NULL), EFAULT);
  FAILS(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_LOG, NULL), EFAULT);
  unsigned action = SECCOMP_RET_KILL_PROCESS;
  SYS(syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action));
  FAILS(syscall(SYS_seccomp, 99, 0, NULL), EINVAL);
  SYS(access("/", F_OK));
  step("probes are refused and change nothing");
}

int main(void) {
  probe();
  handle(SIGSYS, on_sys, 0);
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getpgrp, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP | 99),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_chroot, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EXDEV),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_acct, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {COUNT(filter), filter};
  pid_t child = SYS(fork());
  if (child == 0) {
    SYS(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    SYS(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0));
    FAILS(chroot("/"), EXDEV);
    (void)getpgrp();
    CHECK(trapped == 1);
    CHECK(getppid() > 0);
    syscall(SYS_acct, NULL);
    _exit(0);
  }
  EXPECT_SIGNALLED(child, SIGSYS);
  step("ERRNO, TRAP and KILL_PROCESS");
  child = SYS(fork());
  if (child == 0) {
    SYS(prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT));
    CHECK(write(1, "strict\n", 7) == 7);
    syscall(SYS_exit, 4);
  }
  EXPECT_EXIT(child, 4);
  child = SYS(fork());
  if (child == 0) {
    SYS(prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT));
    syscall(SYS_getpid);
    syscall(SYS_exit, 5);
  }
  EXPECT_SIGNALLED(child, SIGKILL);
  step("strict mode allows write and exit and kills the rest");
  return success();
}
