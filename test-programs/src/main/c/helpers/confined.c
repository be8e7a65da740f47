// Executes its arguments as container engines do: as a user of no name, without any capability,
// under a filter that refuses what their default profiles refuse.
//
//   confined [--keep-user] [--no-filter] PROGRAM ARG...
//
// --keep-user keeps the user, root for example, and drops the capabilities alone.
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NOBODY 65534
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define NEW_NAMESPACES                                                                       \
  (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | \
   CLONE_NEWNET)

/* Refused with EPERM whatever the arguments. */
static const int refused[] = {
    SYS_perf_event_open, SYS_userfaultfd, SYS_bpf,
    SYS_keyctl, SYS_add_key, SYS_request_key,
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_mount_setattr,
    SYS_open_tree, SYS_move_mount, SYS_fsopen, SYS_fsconfig, SYS_fsmount, SYS_fspick,
    SYS_unshare, SYS_setns,
    SYS_kcmp, SYS_pidfd_getfd,
    SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
    SYS_mbind, SYS_set_mempolicy, SYS_get_mempolicy, SYS_move_pages,
    SYS_open_by_handle_at, SYS_quotactl, SYS_swapon, SYS_swapoff, SYS_syslog,
    SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_kexec_file_load,
    SYS_iopl, SYS_ioperm, SYS_acct, SYS_reboot, SYS_settimeofday, SYS_clock_settime, SYS_vhangup,
};

static void fail(const char *what) {
  perror(what);
  exit(125);
}

static void install_filter(void) {
  struct sock_filter code[16 + 2 * COUNT(refused)];
  size_t n = 0;
#define ADD(...) (code[n++] = (struct sock_filter)__VA_ARGS__)
#define LOAD(field) \
  ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field)))
#define ANSWER(verdict) ADD(BPF_STMT(BPF_RET | BPF_K, (verdict)))
  LOAD(arch);
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0));
  ANSWER(SECCOMP_RET_ERRNO | EPERM);
  LOAD(nr);
  for (size_t i = 0; i < COUNT(refused); i++) {
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)refused[i], 0, 1));
    ANSWER(SECCOMP_RET_ERRNO | EPERM);
  }
  /* Sandboxes of services kill for what they do not know, and a skipped call has no number. */
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xffffffff, 0, 1));
  ANSWER(SECCOMP_RET_KILL_PROCESS);
  /* Its flags are in memory, where no filter sees them: the C library then falls back to clone. */
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1));
  ANSWER(SECCOMP_RET_ERRNO | ENOSYS);
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 2));
  LOAD(args[0]);
  ADD(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, NEW_NAMESPACES, 3, 4));
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_personality, 0, 3));
  LOAD(args[0]);
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0));
  ANSWER(SECCOMP_RET_ERRNO | EPERM);
  ANSWER(SECCOMP_RET_ALLOW);
  struct sock_fprog filter = {n, code};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0) {
    return;
  }
  /* Whoever lacks CAP_SYS_ADMIN promises first not to gain privileges by exec. */
  if (errno != EACCES || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) {
    fail("installing the filter");
  }
}

/* What no exec can give back. */
static void drop_bounding_set(void) {
  for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++) {
    if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) {
      fail("dropping the bounding set");
    }
  }
}

static void drop_capabilities(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2];
  memset(none, 0, sizeof none);
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0 ||
      syscall(SYS_capset, &header, none) != 0) {
    fail("dropping the capabilities");
  }
}

int main(int argc __attribute__((unused)), char **argv) {
  char **program = argv + 1;
  int keep = 0, filter = 1;
  for (; *program != NULL && strncmp(*program, "--", 2) == 0; program++) {
    keep |= strcmp(*program, "--keep-user") == 0;
    filter &= strcmp(*program, "--no-filter") != 0;
  }
  if (*program == NULL) {
    fputs("confined: what?\n", stderr);
    return 125;
  }
  if (filter) {
    install_filter();
  }
  if (geteuid() == 0) {
    drop_bounding_set();
  }
  if (geteuid() == 0 && !keep) {
    if (setgroups(0, NULL) != 0 || setresgid(NOBODY, NOBODY, NOBODY) != 0 ||
        setresuid(NOBODY, NOBODY, NOBODY) != 0) {
      fail("becoming nobody");
    }
  }
  drop_capabilities();
  execvp(program[0], program);
  fail(program[0]);
}
