// What a filter traps was not made, whatever it looks like: its number is in the result's place when the
// handler comes, its arguments are the program's own, and what they point to is as it was.
#include "program.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>

/* Calls with it as their last argument are trapped, sched_getaffinity of others in any case. */
#define MAGIC 0x4711abcd

static volatile int trapped;
static long arguments[6];

static void on_sys(int signal UNUSED, siginfo_t *info, void *context) {
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  CHECK(info->si_code == 1 /* SYS_SECCOMP */);
  CHECK(registers[REG_RIP] == (greg_t)info->si_call_addr);
  CHECK(registers[REG_RAX] == info->si_syscall);
  CHECK(registers[REG_RDI] == arguments[0] && registers[REG_RSI] == arguments[1] &&
        registers[REG_RDX] == arguments[2] && registers[REG_R10] == arguments[3]);
  registers[REG_RAX] = -ENOTNAM;
  trapped++;
}

static void install(void) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rt_sigreturn, 6, 0), /* whose arguments are anything */
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sched_getaffinity, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 3, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[5])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MAGIC, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
  };
  struct sock_fprog program = {COUNT(filter), filter};
  SYS(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  SYS(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0));
}

static void is_trapped(const char *name, long number, long a, long b, long c, long d) {
  long before[6] = {a, b, c, d};
  memcpy(arguments, before, sizeof arguments);
  int count = trapped;
  FAILS((int)syscall(number, a, b, c, d, 0L, (long)MAGIC), ENOTNAM);
  CHECK(trapped == count + 1);
  step("%s", name);
}

int main(void) {
  char bytes[512], untouched[512];
  int ends[2];
  SYS(pipe(ends));
  SYS(write(ends[1], "waiting", 7));
  char *page = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  page[0] = 'p';
  struct iovec vector = {bytes, sizeof bytes};
  long room = (long)bytes;
  memset(bytes, 0x5a, sizeof bytes);
  memset(untouched, 0x5a, sizeof untouched);
  handle(SIGSYS, on_sys, 0);
  install();
  for (int round = 0; round < 4; round++) { /* at first as they are met, then where they are patched */
    is_trapped("sched_getaffinity", SYS_sched_getaffinity, getpid(), 32, room, 0);
    is_trapped("getcwd", SYS_getcwd, room, sizeof bytes, 0, 0);
    is_trapped("newfstatat", SYS_newfstatat, AT_FDCWD, (long)"/", room, 0);
    is_trapped("read", SYS_read, ends[0], room, sizeof bytes, 0);
    is_trapped("readv", SYS_readv, ends[0], (long)&vector, 1, 0);
    is_trapped("pipe2", SYS_pipe2, room, 0, 0, 0);
    is_trapped("getrandom", SYS_getrandom, room, 64, 0, 0);
    is_trapped("clock_gettime", SYS_clock_gettime, CLOCK_REALTIME, room, 0, 0);
    is_trapped("openat", SYS_openat, AT_FDCWD, (long)"/", O_RDONLY, 0);
    is_trapped("close", SYS_close, ends[0], 0, 0, 0);
    is_trapped("dup2", SYS_dup2, ends[0], ends[1], 0, 0);
    is_trapped("munmap", SYS_munmap, (long)page, PAGE, 0, 0);
    is_trapped("mprotect", SYS_mprotect, (long)page, PAGE, PROT_NONE, 0);
    is_trapped("madvise", SYS_madvise, (long)page, PAGE, MADV_DONTNEED, 0);
    is_trapped("mmap", SYS_mmap, (long)page, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED);
    is_trapped("brk", SYS_brk, (long)sbrk(0) - 1, 0, 0, 0);
    is_trapped("clone", SYS_clone, SIGCHLD, 0, 0, 0);
    is_trapped("execve", SYS_execve, (long)"/bin/true", 0, 0, 0);
    is_trapped("wait4", SYS_wait4, -1, room, 0, 0);
    is_trapped("kill", SYS_kill, getpid(), SIGKILL, 0, 0);
    is_trapped("rt_sigaction", SYS_rt_sigaction, SIGSYS, 0, room, 8);
    is_trapped("rt_sigprocmask", SYS_rt_sigprocmask, SIG_BLOCK, 0, room, 8);
    is_trapped("arch_prctl", SYS_arch_prctl, 0x1002 /* ARCH_SET_FS */, 0, 0, 0);
    is_trapped("exit_group", SYS_exit_group, 3, 0, 0, 0);
    CHECK(memcmp(bytes, untouched, sizeof bytes) == 0 && page[0] == 'p');
  }
  CHECK(SYS(read(ends[0], bytes, sizeof bytes)) == 7 && memcmp(bytes, "waiting", 7) == 0);
  cpu_set_t cpus;
  SYS(sched_getaffinity(0, sizeof cpus, &cpus));
  CHECK(wait(NULL) == -1 && errno == ECHILD);
  step("%d trapped", trapped);
  return success();
}
