// Calls about the task itself and its children, so often that they are made without a stop: names,
// capabilities, CPUs, alternate stacks, bases, user ids, waits for children, programs that are not there.
#include "program.h"
#include <asm/prctl.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>

enum { ROUNDS = 12, STACK = 16384 };

static void names(void) {
  for (int i = 0; i < ROUNDS; i++) {
    char wanted[32], name[16], comm[32] = {0};
    memset(name, 0x55, sizeof name);
    snprintf(wanted, sizeof wanted, "the task's name %d", i);
    SYS(prctl(PR_SET_NAME, wanted));
    SYS(prctl(PR_GET_NAME, name));
    CHECK(strncmp(name, wanted, 15) == 0 && name[15] == 0);
    int fd = SYS(open("/proc/self/comm", O_RDONLY));
    CHECK(SYS(read(fd, comm, sizeof comm)) == 16 && memcmp(comm, name, 15) == 0);
    SYS(close(fd));
    FAILS(prctl(PR_SET_NAME, 16), EFAULT);
    FAILS(prctl(PR_CAPBSET_READ, 1000), EINVAL);
  }
  step("names");
}

static void capabilities(void) {
  struct __user_cap_data_struct first[2], again[3];
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  SYS(syscall(SYS_capget, &header, first));
  for (int i = 0; i < ROUNDS; i++) {
    memset(again, 0x55, sizeof again);
    header = (struct __user_cap_header_struct){i % 2 ? _LINUX_CAPABILITY_VERSION_1 : _LINUX_CAPABILITY_VERSION_3, 0};
    SYS(syscall(SYS_capget, &header, again));
    CHECK(memcmp(again, first, i % 2 ? sizeof again[0] : sizeof first) == 0);
    CHECK(again[2].effective == 0x55555555 && (again[1].effective == 0x55555555) >= i % 2);
    header = (struct __user_cap_header_struct){0x1234, 0};
    FAILS(syscall(SYS_capget, &header, again), EINVAL);
    CHECK(header.version == _LINUX_CAPABILITY_VERSION_3);
    header.version = 0x1234;
    SYS(syscall(SYS_capget, &header, NULL)); // which asks for the version only
    CHECK(header.version == _LINUX_CAPABILITY_VERSION_3);
    int signal = 0;
    SYS(prctl(PR_SET_PDEATHSIG, SIGUSR1 + i % 2));
    SYS(prctl(PR_GET_PDEATHSIG, &signal));
    CHECK(signal == SIGUSR1 + i % 2);
  }
  SYS(prctl(PR_SET_PDEATHSIG, 0));
  step("capabilities");
}

static void cpus(void) {
  cpu_set_t first, again;
  CPU_ZERO(&first);
  SYS(sched_getaffinity(0, sizeof first, &first));
  int count = CPU_COUNT(&first);
  CHECK(count >= 1);
  for (int i = 0; i < ROUNDS; i++) {
    CPU_ZERO(&again);
    SYS(sched_getaffinity(i % 2 ? getpid() : 0, sizeof again, &again));
    CHECK(CPU_EQUAL(&first, &again));
    FAILS(sched_getaffinity(0, 1, &again), EINVAL);
    FAILS(sched_getaffinity(999999999, sizeof again, &again), ESRCH);
  }
  cpu_set_t one;
  CPU_ZERO(&one);
  for (int cpu = 0; cpu < CPU_SETSIZE && !CPU_COUNT(&one); cpu++) {
    if (CPU_ISSET(cpu, &first)) CPU_SET(cpu, &one);
  }
  SYS(sched_setaffinity(0, sizeof one, &one));
  for (int i = 0; i < ROUNDS; i++) {
    CPU_ZERO(&again);
    SYS(sched_getaffinity(0, sizeof again, &again));
    CHECK(CPU_EQUAL(&one, &again));
  }
  SYS(sched_setaffinity(0, sizeof first, &first));
  step("CPUs");
}

static char stacks[2][STACK];
static int handled;

static void on_other_stack(int signal) {
  (void)signal;
  for (int i = 0; i < ROUNDS; i++) {
    stack_t now, other = {.ss_sp = stacks[1], .ss_size = STACK};
    SYS(sigaltstack(NULL, &now));
    CHECK(now.ss_sp == stacks[0] && now.ss_flags == SS_ONSTACK);
    FAILS(sigaltstack(&other, NULL), EPERM);
  }
  handled++;
}

static void alternate_stacks(void) {
  struct sigaction action = {.sa_handler = on_other_stack, .sa_flags = SA_ONSTACK};
  SYS(sigaction(SIGUSR1, &action, NULL));
  for (int i = 0; i < ROUNDS; i++) {
    stack_t other = {.ss_sp = stacks[1], .ss_size = STACK}, before;
    stack_t mine = {.ss_sp = stacks[0], .ss_size = STACK};
    SYS(sigaltstack(&other, NULL));
    memset(&before, 0x55, sizeof before);
    SYS(sigaltstack(&mine, &before));
    CHECK(before.ss_sp == stacks[1] && before.ss_size == STACK && before.ss_flags == 0);
    mine.ss_size = 1;
    FAILS(sigaltstack(&mine, NULL), ENOMEM);
    SYS(raise(SIGUSR1));
  }
  CHECK(handled == ROUNDS);
  step("alternate stacks");
}

static void bases(void) {
  static uint64_t words[ROUNDS];
  for (int i = 0; i < ROUNDS; i++) {
    words[i] = 100 + i;
    SYS(syscall(SYS_arch_prctl, ARCH_SET_GS, &words[i]));
    uint64_t seen, base;
    __asm__ volatile("mov %%gs:0, %0" : "=r"(seen));
    CHECK(seen == words[i]);
    SYS(syscall(SYS_arch_prctl, ARCH_GET_GS, &base));
    CHECK(base == (uint64_t)&words[i]);
    SYS(syscall(SYS_arch_prctl, ARCH_GET_FS, &base));
    SYS(syscall(SYS_arch_prctl, ARCH_SET_FS, base));
    FAILS(syscall(SYS_arch_prctl, ARCH_SET_GS, -1L), EPERM);
  }
  SYS(syscall(SYS_arch_prctl, ARCH_SET_GS, 0));
  step("bases");
}

static void ids(void) {
  for (int i = 0; i < ROUNDS; i++) {
    SYS(setresuid(-1, geteuid(), -1));
    SYS(setresgid(-1, getegid(), -1));
    SYS(setreuid(-1, geteuid()));
    SYS(setregid(-1, getegid()));
    FAILS(fcntl(900, F_GETFD), EBADF);
    CHECK(SYS(fcntl(1, F_GETFD)) == 0);
  }
  step("ids");
}

static void children(void) {
  for (int i = 0; i < ROUNDS; i++) {
    int status = 0x5555;
    struct rusage usage;
    FAILS(wait4(-1, &status, WNOHANG, &usage), ECHILD);
    int gate[2];
    SYS(pipe(gate));
    pid_t child = SYS(fork());
    if (child == 0) {
      char byte;
      SYS(close(gate[1]));
      CHECK(SYS(read(gate[0], &byte, 1)) == 0);
      _exit(i);
    }
    SYS(close(gate[0]));
    CHECK(SYS(wait4(child, &status, WNOHANG, &usage)) == 0 && status == 0x5555);
    SYS(close(gate[1]));
    siginfo_t ended;
    SYS(waitid(P_PID, child, &ended, WEXITED | WNOWAIT));
    memset(&usage, 0x55, sizeof usage);
    CHECK(SYS(wait4(i % 2 ? child : -1, &status, i % 3 ? WNOHANG : 0, i % 4 ? &usage : NULL)) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == i);
    if (i % 4) CHECK(usage.ru_maxrss > 0 && usage.ru_maxrss < 1 << 30);
    FAILS(wait4(child, NULL, 0, NULL), ECHILD);
  }
  step("children");
}

static pid_t start_true(char **arguments) {
  pid_t child = vfork();
  if (child == 0) {
    execve("/no/such/true", arguments, environ);
    execve("/bin/true", arguments, environ);
    _exit(1);
  }
  return SYS(child);
}

static void programs(void) {
  char *arguments[] = {"nothing", NULL};
  for (int i = 0; i < ROUNDS; i++) {
    FAILS(execve("/no/such/program", arguments, environ), ENOENT);
    FAILS(execve("", arguments, environ), ENOENT);
    FAILS(execve("/", arguments, environ), EACCES);
    FAILS(execve((const char *)16, arguments, environ), EFAULT);
    EXPECT_EXIT(start_true(arguments), 0);
  }
  step("programs that are not there");
}

int main(void) {
  names();
  capabilities();
  cpus();
  alternate_stacks();
  bases();
  ids();
  children();
  programs();
  return success();
}
