// mremap: shrink, grow in place or by moving, to a fixed place, DONTUNMAP, of a file.
#include "program.h"

int main(void) {
  char *a = new_pages(4);
  for (int i = 0; i < 4; i++) {
    a[i * PAGE] = 'a' + i;
  }
  CHECK(mremap(a, 4 * PAGE, 2 * PAGE, 0) == a);
  step("shrunk in place");
  char *wall = SYS(mmap(a + 2 * PAGE, PAGE, PROT_NONE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0));
  FAILS(mremap(a, 2 * PAGE, 8 * PAGE, 0), ENOMEM);
  char *b = SYS(mremap(a, 2 * PAGE, 8 * PAGE, MREMAP_MAYMOVE));
  CHECK(b != a && b[0] == 'a' && b[PAGE] == 'b' && b[2 * PAGE] == 0);
  show("moved from %p to %p", (void *)a, (void *)b);
  step("grown by moving");
  char *target = new_pages(8);
  memset(target, 't', 8 * PAGE);
  CHECK(mremap(b, 8 * PAGE, 3 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, target) == target);
  CHECK(target[0] == 'a' && target[2 * PAGE] == 0 && target[3 * PAGE] == 't');
  step("moved over another mapping");
  SYS(munmap(wall, PAGE));
  write_file("f", "0123456789", 10);
  int fd = SYS(open("f", O_RDWR));
  SYS(ftruncate(fd, 3 * PAGE));
  char *file = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
  file = SYS(mremap(file, PAGE, 3 * PAGE, MREMAP_MAYMOVE));
  file[2 * PAGE] = 'z';
  char c;
  CHECK(pread(fd, &c, 1, 2 * PAGE) == 1 && c == 'z' && file[9] == '9');
  step("a shared file mapping grew");
  char *copy = SYS(mremap(file, 0, PAGE, MREMAP_MAYMOVE));
  CHECK(copy != file && copy[9] == '9');
  file[9] = '!';
  CHECK(copy[9] == '!');
  step("an old size of 0 duplicates a shared mapping");
  char *left = new_pages(2);
  memset(left, 'l', 2 * PAGE);
  const long dont_unmap = 4; /* MREMAP_DONTUNMAP of linux/mman.h */
  char *moved = (char *)SYS(
      syscall(SYS_mremap, left, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | dont_unmap, NULL));
  CHECK(moved != left && moved[0] == 'l' && left[0] == 0);
  step("MREMAP_DONTUNMAP leaves zeros behind");
  FAILS(mremap(left + 1, PAGE, PAGE, 0), EINVAL);
  FAILS(mremap((void *)PAGE, PAGE, 2 * PAGE, MREMAP_MAYMOVE), EFAULT);
  step("bad moves are refused");
  return success();
}
