// Calls given addresses that do not exist fail with EFAULT and change nothing.
#include "program.h"
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>

#define BAD ((void *)0x10)

/* Under a name that the compiler cannot see through. */
static void *volatile bad_address = BAD;

int main(void) {
  void *bad = bad_address;
  write_file("f", "0123456789", 10);
  int fd = SYS(open("f", O_RDWR));
  FAILS(read(fd, bad, 5), EFAULT);
  CHECK(lseek(fd, 0, SEEK_CUR) == 0);
  CHECK(read(fd, bad, 0) == 0);
  FAILS(write(fd, bad, 5), EFAULT);
  FAILS(pread(fd, bad, 5, 0), EFAULT);
  step("read and write");
  FAILS(syscall(SYS_stat, "f", bad), EFAULT);
  FAILS(syscall(SYS_fstat, fd, bad), EFAULT);
  FAILS(syscall(SYS_stat, bad, bad), EFAULT);
  FAILS(open(bad, O_RDONLY), EFAULT);
  FAILS(syscall(SYS_getcwd, bad, 100), EFAULT);
  FAILS(syscall(SYS_readlink, "/proc/self/exe", bad, 10), EFAULT);
  FAILS(syscall(SYS_getdents64, SYS(open(".", O_RDONLY)), bad, 1000), EFAULT);
  step("stat, open, getcwd, readlink, getdents");
  int p[2];
  SYS(pipe(p));
  FAILS(ioctl(p[0], FIONREAD, bad), EFAULT);
  FAILS(syscall(SYS_pipe, bad), EFAULT);
  FAILS(syscall(SYS_uname, bad), EFAULT);
  FAILS(syscall(SYS_getrusage, RUSAGE_SELF, bad), EFAULT);
  FAILS(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, bad), EFAULT);
  FAILS(syscall(SYS_nanosleep, bad, NULL), EFAULT);
  FAILS(syscall(SYS_poll, bad, 3, 0), EFAULT);
  FAILS(syscall(SYS_rt_sigaction, SIGUSR1, bad, NULL, 8), EFAULT);
  FAILS(syscall(SYS_rt_sigprocmask, SIG_BLOCK, bad, NULL, 8), EFAULT);
  FAILS(syscall(SYS_execve, bad, NULL, NULL), EFAULT);
  step("ioctl, pipe, uname, getrusage, clock_gettime, nanosleep, poll, signals, execve");
  int s[2];
  SYS(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
  CHECK(write(s[0], "abc", 3) == 3);
  FAILS(syscall(SYS_recvfrom, s[1], bad, 3, 0, NULL, NULL), EFAULT);
  FAILS(recvmsg(s[1], bad, 0), EFAULT);
  FAILS(sendmsg(s[1], bad, 0), EFAULT);
  struct iovec vec = {bad, 3};
  struct msghdr message = {.msg_iov = &vec, .msg_iovlen = 1};
  FAILS(recvmsg(s[1], &message, 0), EFAULT);
  step("socket calls");
  pid_t child = SYS(fork());
  if (child == 0) {
    _exit(9);
  }
  siginfo_t info;
  SYS(waitid(P_PID, child, &info, WEXITED | WNOWAIT));
  FAILS(syscall(SYS_wait4, child, bad, 0, NULL), EFAULT);
  FAILS(waitpid(child, NULL, 0), ECHILD);
  step("wait4 reaps and then fails");
  char *pages = new_pages(2);
  SYS(munmap(pages + PAGE, PAGE));
  memset(pages, '.', PAGE);
  SYS(lseek(fd, 0, SEEK_SET));
  errno = 0;
  ssize_t n = read(fd, pages + PAGE - 4, 10);
  CHECK((n >= 0 && n <= 4) || (n == -1 && errno == EFAULT));
  if (n > 0) {
    CHECK(memcmp(pages + PAGE - 4, "0123456789", n) == 0);
  }
  show("read across the end of a mapping: %zd", n);
  CHECK(write(fd, pages + PAGE - 4, 10) <= 4);
  step("a buffer that ends inside gives a short result or EFAULT");
  return success();
}
