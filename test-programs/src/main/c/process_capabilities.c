// capget, capset, securebits, personality, keyrings refused or not: read and put back.
#include "program.h"
#include <linux/capability.h>
#include <sys/personality.h>
#include <sys/prctl.h>

int main(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2], again[2];
  SYS(syscall(SYS_capget, &header, data));
  SYS(syscall(SYS_capset, &header, data));
  SYS(syscall(SYS_capget, &header, again));
  CHECK(memcmp(data, again, sizeof data) == 0);
  show("effective %08x%08x", data[1].effective, data[0].effective);
  step("capabilities were read and put back");
  header.version = 0x1234;
  FAILS(syscall(SYS_capget, &header, data), EINVAL);
  CHECK(header.version == _LINUX_CAPABILITY_VERSION_3);
  step("a bad version is answered with the right one");
  pid_t child = SYS(fork());
  if (child == 0) {
    memset(data, 0, sizeof data);
    header = (struct __user_cap_header_struct){_LINUX_CAPABILITY_VERSION_3, 0};
    SYS(syscall(SYS_capset, &header, data));
    FAILS(chroot("/"), EPERM);
    FAILS(sethostname("x", 1), EPERM);
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  step("without capabilities a child may do less");
  int persona = SYS(personality(0xffffffff));
  SYS(personality(persona | ADDR_COMPAT_LAYOUT));
  SYS(personality(persona));
  step("personality is read and put back");
  return success();
}
