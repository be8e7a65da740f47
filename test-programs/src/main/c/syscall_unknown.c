// Numbers with no syscall, and removed syscalls, answer ENOSYS.
#include "program.h"

int main(void) {
  FAILS(syscall(5000), ENOSYS);
  FAILS(syscall(-1), ENOSYS);
  FAILS(syscall(0x7fffffff), ENOSYS);
  FAILS(syscall(1023), ENOSYS);
  step("numbers beyond the table");
  FAILS(syscall(SYS_afs_syscall), ENOSYS);
  FAILS(syscall(SYS_tuxcall), ENOSYS);
  FAILS(syscall(SYS_vserver), ENOSYS);
  FAILS(syscall(SYS_getpmsg), ENOSYS);
  step("numbers that nobody implements");
  return success();
}
