// process_vm_readv, process_vm_writev and /proc/PID/mem of a child.
#include "program.h"
#include <sys/uio.h>

static char secret[3 * PAGE];

int main(void) {
  int go[2], ready[2];
  SYS(pipe(go));
  SYS(pipe(ready));
  pid_t child = SYS(fork());
  if (child == 0) {
    for (size_t i = 0; i < sizeof secret; i++) {
      secret[i] = pattern(i);
    }
    CHECK(write(ready[1], "r", 1) == 1);
    char c;
    read_fully(go[0], &c, 1);
    CHECK(memcmp(secret + 5, "written", 7) == 0);
    CHECK(memcmp(secret + 2 * PAGE, "by file", 7) == 0);
    _exit(0);
  }
  char c;
  read_fully(ready[0], &c, 1);
  static char copy[3 * PAGE];
  struct iovec local[2] = {{copy, 100}, {copy + 100, sizeof copy - 100}};
  struct iovec remote[3] = {{secret, PAGE}, {secret + PAGE, 1}, {secret + PAGE + 1, 2 * PAGE - 1}};
  CHECK(process_vm_readv(child, local, 2, remote, 3, 0) == sizeof secret);
  for (size_t i = 0; i < sizeof copy; i++) {
    CHECK(copy[i] == (char)pattern(i));
  }
  step("process_vm_readv over split pieces");
  struct iovec from = {"written", 7}, to = {secret + 5, 7};
  CHECK(process_vm_writev(child, &from, 1, &to, 1, 0) == 7);
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/mem", child);
  int mem = SYS(open(path, O_RDWR));
  memset(copy, 0, sizeof copy);
  CHECK(pread(mem, copy, 12, (off_t)secret) == 12 && memcmp(copy + 5, "written", 7) == 0);
  CHECK(pwrite(mem, "by file", 7, (off_t)(secret + 2 * PAGE)) == 7);
  step("process_vm_writev and /proc/PID/mem");
  CHECK(write(go[1], "g", 1) == 1);
  EXPECT_EXIT(child, 0);
  FAILS(process_vm_readv(child, local, 1, remote, 1, 0), ESRCH);
  struct iovec none = {(void *)8, 5};
  FAILS(process_vm_readv(getpid(), local, 1, &none, 1, 0), EFAULT);
  step("a dead process and bad addresses are refused");
  return success();
}
