// A file mapped by several processes, with calls that read and write it between the stores.
// links: -pthread
#include "threads.h"

enum { PROCESSES = 3, ROUNDS = 300 };

int main(void) {
  int fd = SYS(open("shared", O_RDWR | O_CREAT | O_TRUNC, 0600));
  SYS(ftruncate(fd, 2 * PAGE));
  pid_t children[PROCESSES];
  for (int i = 0; i < PROCESSES; i++) {
    children[i] = SYS(fork());
    if (children[i] == 0) {
      int own = SYS(open("shared", O_RDWR));
      atomic_long *words = SYS(mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, own, 0));
      for (long k = 0; k < ROUNDS; k++) {
        atomic_fetch_add(&words[0], 1);
        words[8 + i] = k;
        long read_ = -1, offset = (8 + i) * (long)sizeof(long);
        CHECK(pread(own, &read_, sizeof read_, offset) == sizeof read_ && read_ == k);
        read_ = -k;
        CHECK(pwrite(own, &read_, sizeof read_, PAGE + offset) == sizeof read_);
        CHECK(words[PAGE / sizeof(long) + 8 + i] == -k);
      }
      SYS(msync(words, 2 * PAGE, MS_SYNC));
      SYS(munmap(words, 2 * PAGE));
      _exit(i);
    }
  }
  for (int i = 0; i < PROCESSES; i++) {
    EXPECT_EXIT(children[i], i);
  }
  long sum;
  CHECK(pread(fd, &sum, sizeof sum, 0) == sizeof sum);
  step("the file's first word is %ld", sum);
  SYS(unlink("shared"));
  return success();
}
