// Seventy thousand calls of a kind that need not stop, in the way that the arguments name.
// links: -pthread
#include "../threads/threads.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>

enum { ROUNDS = 10000 };

static void make_calls(void) {
  int zero = SYS(open("/dev/zero", O_RDONLY)), null = SYS(open("/dev/null", O_WRONLY));
  char byte;
  struct stat status;
  struct timespec time;
  for (int i = 0; i < ROUNDS; i++) {
    SYS(syscall(SYS_getppid));
    SYS(read(zero, &byte, 1));
    SYS(write(null, &byte, 1));
    SYS(fstat(zero, &status));
    SYS(syscall(SYS_clock_gettime, CLOCK_REALTIME, &time));
    SYS(lseek(zero, 0, SEEK_SET));
    FAILS(close(2000), EBADF);
  }
}

/* As what sets up filters of its own begins, whether it goes on to or not. */
static void ask_about_filters(void) {
  unsigned action = SECCOMP_RET_ERRNO;
  SYS(prctl(PR_GET_SECCOMP, 0, 0, 0, 0));
  SYS(syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action));
  FAILS(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, NULL), EFAULT);
}

/* Refuses some calls always and one by what it asks, none of those below. */
static void install_filter(void) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 2),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 16 /* AF_NETLINK */, 1, 2),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_init_module, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {COUNT(filter), filter};
  SYS(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  SYS(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0));
}

static void *waits(void *semaphore) {
  SYS(sem_wait(semaphore));
  return NULL;
}

static void beside_a_thread(void) {
  sem_t semaphore;
  SYS(sem_init(&semaphore, 0, 0));
  pthread_t thread = start(waits, &semaphore);
  make_calls();
  SYS(sem_post(&semaphore));
  join(thread);
}

static void in_a_child(void) {
  pid_t child = SYS(fork());
  if (child == 0) {
    make_calls();
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
}

/* With descriptors of its own, in memory that is its parent's. */
static void in_a_vfork_child(void) {
  pid_t child = vfork();
  if (child == 0) {
    make_calls();
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
}

int main(int argc, char **argv) {
  const char *way = argc > 1 ? argv[1] : "plainly";
  if (strcmp(way, "after-questions") == 0) {
    ask_about_filters();
    make_calls();
  } else if (strcmp(way, "beside-a-thread") == 0) {
    beside_a_thread();
  } else if (strcmp(way, "in-a-child") == 0) {
    in_a_child();
  } else if (strcmp(way, "in-a-vfork-child") == 0) {
    in_a_vfork_child();
  } else if (strcmp(way, "after-exec") == 0) {
    SYS(execl("/proc/self/exe", argv[0], NULL));
  } else if (strcmp(way, "under-a-filter") == 0) {
    install_filter();
    beside_a_thread();
  } else if (strcmp(way, "after-exec-under-a-filter") == 0) {
    install_filter();
    SYS(execl("/proc/self/exe", argv[0], NULL));
  } else {
    make_calls();
  }
  return success();
}
