/*
 * The least that any tracer pays for a system call: a seccomp stop at its entry and a syscall stop
 * at its exit, registers read at both, tracer and tracee on one CPU. What jrr costs above this is
 * jrr's own.
 *
 *   bare_tracer PROGRAM [ARGUMENT...]     runs one program of one process under such a tracer
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static void require(int ok, const char *what) {
  if (!ok) {
    perror(what);
    exit(71);
  }
}

static void stay_on_this_cpu(void) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(sched_getcpu(), &one);
  require(sched_setaffinity(0, sizeof one, &one) == 0, "sched_setaffinity");
}

/* Runs in the child: every call from the exec on stops for the tracer. */
static void become(char **argv, int go) {
  char byte;
  require(read(go, &byte, 1) == 1, "read");
  struct sock_filter all[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE)};
  struct sock_fprog program = {1, all};
  require(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "PR_SET_NO_NEW_PRIVS");
  require(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0, "seccomp");
  execvp(argv[0], argv);
  require(0, argv[0]);
}

static unsigned long read_registers(pid_t child) {
  struct user_regs_struct registers;
  require(ptrace(PTRACE_GETREGS, child, 0, &registers) == 0, "PTRACE_GETREGS");
  return registers.orig_rax;
}

int main(int argc, char **argv) {
  require(argc > 1, "bare_tracer PROGRAM [ARGUMENT...]");
  stay_on_this_cpu();
  int go[2];
  require(pipe(go) == 0, "pipe");
  pid_t child = fork();
  require(child >= 0, "fork");
  if (child == 0) {
    close(go[1]);
    become(argv + 1, go[0]);
  }
  long options = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL;
  require(ptrace(PTRACE_SEIZE, child, 0, options) == 0, "PTRACE_SEIZE");
  require(write(go[1], "", 1) == 1, "write");

  unsigned long calls = 0;
  for (;;) {
    int status;
    require(waitpid(child, &status, __WALL) == child, "waitpid");
    if (WIFEXITED(status) || WIFSIGNALED(status)) {
      fprintf(stderr, "bare_tracer: %lu calls\n", calls);
      return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    int signal = WSTOPSIG(status);
    if (status >> 8 == (SIGTRAP | PTRACE_EVENT_SECCOMP << 8)) {
      calls++;
      read_registers(child);
      ptrace(PTRACE_SYSCALL, child, 0, 0);
    } else if (signal == (SIGTRAP | 0x80)) {
      read_registers(child);
      ptrace(PTRACE_CONT, child, 0, 0);
    } else {
      /* A plain event stop (exec) has nothing to deliver; a signal has. */
      ptrace(PTRACE_CONT, child, 0, status >> 16 ? 0 : signal == SIGTRAP ? 0 : signal);
    }
  }
}
