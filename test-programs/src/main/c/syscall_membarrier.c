// membarrier, getcpu, arch_prctl, set_tid_address, set_robust_list, seccomp query: small calls.
#include "program.h"
#include <asm/prctl.h>
#include <linux/futex.h>
#include <linux/membarrier.h>

int main(void) {
  long commands = syscall(SYS_membarrier, MEMBARRIER_CMD_QUERY, 0, 0);
  CHECK(commands >= 0 || errno == ENOSYS);
  if (commands > 0) {
    SYS(syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0));
  }
  step("membarrier");
  unsigned long fs = 0, gs = 1;
  SYS(syscall(SYS_arch_prctl, ARCH_GET_FS, &fs));
  SYS(syscall(SYS_arch_prctl, ARCH_GET_GS, &gs));
  CHECK(fs != 0 && *(unsigned long *)fs == fs);
  static unsigned long cell = 0x1122334455667788;
  SYS(syscall(SYS_arch_prctl, ARCH_SET_GS, &cell));
  unsigned long through_gs;
  __asm__ volatile("mov %%gs:0, %0" : "=r"(through_gs));
  CHECK(through_gs == cell);
  FAILS(syscall(SYS_arch_prctl, ARCH_SET_FS, 1UL << 63), EPERM);
  step("arch_prctl reads fs and sets gs");
  CHECK(syscall(SYS_set_tid_address, &cell) == getpid());
  void *head;
  size_t length;
  SYS(syscall(SYS_get_robust_list, 0, &head, &length));
  CHECK(length == 24);
  step("set_tid_address and get_robust_list");
  int word = 5;
  FAILS(syscall(SYS_futex, &word, FUTEX_WAIT, 6, NULL, NULL, 0), EAGAIN);
  struct timespec little = {0, 5000000};
  FAILS(syscall(SYS_futex, &word, FUTEX_WAIT, 5, &little, NULL, 0), ETIMEDOUT);
  CHECK(syscall(SYS_futex, &word, FUTEX_WAKE, 1, NULL, NULL, 0) == 0);
  step("futex: wrong value, time out, nobody to wake");
  return success();
}
