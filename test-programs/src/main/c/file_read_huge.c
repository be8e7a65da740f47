// More is read at once than jrr holds or moves at a time, while another thread lives.
// links: -pthread
#include "program.h"
#include <pthread.h>
#include <sys/uio.h>

#define SIZE (300L << 20)

static int gate[2];

static void *wait_for_end(void *unused) {
  char byte;
  CHECK(read(gate[0], &byte, 1) == 0);
  return unused;
}

static unsigned long sum(const unsigned long *words, long size) {
  unsigned long sum = 0;
  for (long at = 0; at < size / 8; at++) sum = sum * 31 + words[at];
  return sum;
}

int main(void) {
  SYS(pipe(gate));
  pthread_t other;
  CHECK(pthread_create(&other, NULL, wait_for_end, NULL) == 0);
  int fd = SYS(memfd_create("huge", MFD_CLOEXEC));
  SYS(ftruncate(fd, SIZE));
  for (long at = 0; at < SIZE; at += 10 << 20) {
    SYS(pwrite(fd, &at, sizeof at, at));
  }
  char *room = SYS(mmap(NULL, SIZE + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  step("read: %ld", (long)SYS(read(fd, room, SIZE)));
  step("sum %lx", sum((unsigned long *)room, SIZE));
  memset(room, 0, SIZE);
  SYS(lseek(fd, SIZE / 2, SEEK_SET));
  step("read to the end: %ld", (long)SYS(read(fd, room, SIZE)));
  struct iovec parts[2] = {{room, SIZE / 2}, {room + SIZE / 2, SIZE / 2}};
  step("in two parts: %ld", (long)SYS(preadv(fd, parts, 2, 5 << 20)));
  step("sum %lx", sum((unsigned long *)room, SIZE));
  SYS(close(gate[1]));
  CHECK(pthread_join(other, NULL) == 0);
  return success();
}
