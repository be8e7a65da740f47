// Twenty megabytes that differ in each run, read in large and small pieces.
#include "program.h"

int main(void) {
  size_t size = 20 << 20;
  unsigned char *data = malloc(size);
  int random = SYS(open("/dev/urandom", O_RDONLY));
  read_fully(random, data, size);
  int fd = SYS(open("f", O_RDWR | O_CREAT, 0600));
  write_fully(fd, data, size);
  SYS(lseek(fd, 0, SEEK_SET));
  unsigned char *again = malloc(size);
  size_t done = 0;
  for (size_t piece = 1; done < size; piece = piece * 3 + 1) {
    size_t want = piece < size - done ? piece : size - done;
    CHECK(read(fd, again + done, want) == (ssize_t)want);
    done += want;
  }
  CHECK(memcmp(data, again, size) == 0);
  uint64_t digest = 0;
  for (size_t i = 0; i < size; i++) {
    digest = digest * 31 + data[i];
  }
  show("digest %lx", (unsigned long)digest);
  step("%zu bytes came back", size);
  return success();
}
