// madvise: DONTNEED gives zeros or the file again, on private and shared memory; WIPEONFORK.
#include "program.h"

int main(void) {
  char *a = new_pages(4);
  memset(a, 'a', 4 * PAGE);
  SYS(madvise(a + PAGE, 2 * PAGE, MADV_DONTNEED));
  CHECK(a[0] == 'a' && a[PAGE] == 0 && a[3 * PAGE - 1] == 0 && a[3 * PAGE] == 'a');
  step("MADV_DONTNEED of anonymous memory gives zeros");
  write_file("f", "file", 4);
  int fd = SYS(open("f", O_RDWR));
  char *p = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0));
  p[0] = 'X';
  SYS(madvise(p, PAGE, MADV_DONTNEED));
  CHECK(p[0] == 'f');
  step("of a private file mapping: the file again");
  char *s = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
  s[0] = 'S';
  SYS(madvise(s, PAGE, MADV_DONTNEED));
  CHECK(s[0] == 'S');
  step("of a shared one: what was stored");
  SYS(madvise(a, 4 * PAGE, MADV_SEQUENTIAL));
  SYS(madvise(a, 4 * PAGE, MADV_WILLNEED));
  memset(a, 'a', 4 * PAGE);
  SYS(madvise(a, PAGE, MADV_WIPEONFORK));
  SYS(madvise(a + PAGE, PAGE, MADV_DONTFORK));
  pid_t child = SYS(fork());
  if (child == 0) {
    CHECK(a[0] == 0 && a[2 * PAGE] == 'a');
    a[PAGE] = 1;
    _exit(0);
  }
  EXPECT_SIGNALLED(child, SIGSEGV);
  CHECK(a[0] == 'a' && a[PAGE] == 'a');
  step("MADV_WIPEONFORK wipes and MADV_DONTFORK unmaps in the child");
  FAILS(madvise(a + 1, PAGE, MADV_DONTNEED), EINVAL);
  FAILS(madvise(a, PAGE, 9999), EINVAL);
  char *shm = SYS(mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  memset(shm, 's', 2 * PAGE);
  SYS(madvise(shm, PAGE, MADV_REMOVE));
  CHECK(shm[0] == 0 && shm[PAGE] == 's');
  step("MADV_REMOVE punches shared memory");
  return success();
}
