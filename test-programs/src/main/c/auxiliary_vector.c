// getauxval: AT_PAGESZ, AT_EXECFN, AT_PHDR, AT_ENTRY, AT_UID, AT_SECURE, AT_PLATFORM.
#include "program.h"
#include <elf.h>
#include <sys/auxv.h>

extern void _start(void);

int main(void) {
  CHECK(getauxval(AT_PAGESZ) == 4096 && getauxval(AT_CLKTCK) == 100);
  const char *name = (const char *)getauxval(AT_EXECFN);
  CHECK(name != NULL && strcmp(strrchr(name, '/'), "/auxiliary_vector") == 0);
  step("AT_EXECFN ends in the program's name");
  CHECK(getauxval(AT_ENTRY) == (unsigned long)_start);
  const Elf64_Phdr *headers = (const Elf64_Phdr *)getauxval(AT_PHDR);
  CHECK(getauxval(AT_PHENT) == sizeof *headers);
  int loads = 0;
  for (unsigned long i = 0; i < getauxval(AT_PHNUM); i++) {
    loads += headers[i].p_type == PT_LOAD;
  }
  CHECK(loads >= 2 && getauxval(AT_BASE) != 0);
  step("AT_PHDR has the program's headers");
  CHECK(getauxval(AT_UID) == getuid() && getauxval(AT_EGID) == getegid());
  CHECK(getauxval(AT_SECURE) == 0);
  step("AT_PLATFORM is %s", (const char *)getauxval(AT_PLATFORM));
  errno = 0;
  CHECK(getauxval(9999) == 0 && errno == ENOENT);
  return success();
}
