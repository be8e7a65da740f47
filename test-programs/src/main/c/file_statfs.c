// statfs, fstatfs, statvfs and ustat-like questions about the file system.
#include "program.h"
#include <sys/statvfs.h>
#include <sys/vfs.h>

int main(void) {
  struct statfs a, b;
  SYS(statfs(".", &a));
  int fd = SYS(open(".", O_RDONLY | O_DIRECTORY));
  SYS(fstatfs(fd, &b));
  CHECK(a.f_type == b.f_type && a.f_bsize == b.f_bsize && a.f_namelen == b.f_namelen);
  CHECK(a.f_bsize > 0 && a.f_namelen >= 14 && a.f_bfree <= a.f_blocks);
  show("free blocks %lu of %lu", (unsigned long)a.f_bfree, (unsigned long)a.f_blocks);
  step("statfs and fstatfs agree");
  SYS(statfs("/proc", &a));
  CHECK(a.f_type == 0x9fa0);
  step("/proc has the proc magic");
  struct statvfs v;
  SYS(statvfs(".", &v));
  CHECK((long)v.f_namemax == b.f_namelen);
  FAILS(statfs("missing", &a), ENOENT);
  CHECK(pathconf(".", _PC_NAME_MAX) == (long)v.f_namemax);
  step("statvfs and pathconf agree");
  return success();
}
