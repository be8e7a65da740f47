// process_madvise: advice of its own memory through a descriptor of a process, which changes contents
// from Linux 6.13 on; several ranges, one with a hole, and MADV_FREE.
#include "program.h"

#include <sys/syscall.h>
#include <sys/uio.h>

static long advise(int pidfd, struct iovec *ranges, int count, int advice) {
  return syscall(SYS_process_madvise, pidfd, ranges, count, advice, 0);
}

int main(void) {
  int self = SYS(syscall(SYS_pidfd_open, getpid(), 0));
  char *a = new_pages(8);
  struct iovec ranges[] = {{a, PAGE}, {a + 2 * PAGE, 3 * PAGE}, {a + 7 * PAGE, PAGE}};
  memset(a, 'a', 8 * PAGE);
  CHECK(advise(self, ranges, 3, MADV_COLD) == 5 * PAGE);
  CHECK(a[0] == 'a' && a[4 * PAGE] == 'a');
  step("MADV_COLD changes nothing");
  FAILS(advise(-1, ranges, 1, MADV_DONTNEED), EBADF);
  FAILS(advise(self, NULL, 1, MADV_FREE), EFAULT);
  FAILS(advise(self, ranges, 2000, MADV_FREE), EINVAL);
  step("what the kernel refuses");
  if (advise(self, ranges, 2, MADV_DONTNEED) < 0) {
    CHECK(errno == EINVAL);
    show("this kernel lets nobody change contents");
    return success();
  }
  CHECK(a[0] == 0 && a[PAGE] == 'a' && a[2 * PAGE] == 0 && a[5 * PAGE - 1] == 0);
  CHECK(a[5 * PAGE] == 'a' && a[7 * PAGE] == 'a');
  step("MADV_DONTNEED of two ranges gives zeros");
  memset(a, 'a', 8 * PAGE);
  SYS(munmap(a + 3 * PAGE, PAGE));
  CHECK(advise(self, ranges, 3, MADV_DONTNEED) == PAGE);
  CHECK(a[0] == 0 && a[PAGE] == 'a' && a[2 * PAGE] == 0 && a[4 * PAGE] == 0 && a[7 * PAGE] == 'a');
  step("what is beside a hole is advised, and the ranges after it are not");
  memset(a, 'a', 3 * PAGE);
  FAILS(advise(self, ranges + 1, 2, MADV_DONTNEED), ENOMEM);
  CHECK(a[PAGE] == 'a' && a[2 * PAGE] == 0 && a[7 * PAGE] == 'a');
  step("though the call fails");
  memset(a, 'a', 3 * PAGE);
  CHECK(advise(self, ranges, 1, MADV_FREE) == PAGE);
  CHECK(a[0] == 'a' || a[0] == 0);
  show("freed memory has %d", a[0]);
  pid_t child = SYS(fork());
  if (child == 0) {
    memset(a, 'c', 3 * PAGE);
    FAILS(advise(self, ranges, 1, MADV_DONTNEED), EINVAL);
    FAILS(advise(self, ranges, 1, MADV_FREE), EINVAL);
    CHECK(a[0] == 'c' && a[PAGE] == 'c');
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  step("another process's memory cannot be changed");
  return success();
}
