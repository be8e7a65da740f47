// Memory is mapped, protected, given back and grown so often that it is done without a stop, and
// holds what it should each time; also where a file was mapped shared, and in a child.
#include "program.h"
#include <setjmp.h>

enum { ROUNDS = 20 };

static sigjmp_buf back;

static void faults(int signal UNUSED, siginfo_t *info UNUSED, void *context UNUSED) {
  siglongjmp(back, 1);
}

static int can_write(volatile char *at) {
  if (sigsetjmp(back, 1)) {
    return 0;
  }
  *at = *at;
  return 1;
}

static void anonymous(void) {
  char *last = NULL;
  for (int i = 0; i < ROUNDS; i++) {
    char *memory = SYS(mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    CHECK(memory[0] == 0 && memory[3 * PAGE - 1] == 0);
    memset(memory, 'a' + i, 3 * PAGE);
    SYS(mprotect(memory + PAGE, 100, PROT_READ));
    CHECK(!can_write(memory + PAGE) && can_write(memory + 2 * PAGE));
    SYS(madvise(memory, PAGE, MADV_DONTNEED));
    CHECK(memory[0] == 0 && memory[PAGE] == 'a' + i);
    SYS(madvise(memory, PAGE, MADV_NOHUGEPAGE) == -1 && errno != EINVAL ? -1 : 0);
    SYS(madvise(memory + 2 * PAGE, PAGE, MADV_FREE));
    SYS(munmap(memory + PAGE, PAGE));
    CHECK(!can_write(memory + PAGE));
    FAILS(madvise(memory, 3 * PAGE, MADV_DONTNEED), ENOMEM);
    CHECK(memory[2 * PAGE] == 0);
    CHECK(SYS(mmap(memory, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0)) ==
          memory);
    CHECK(memory[PAGE] == 0);
    FAILS(munmap(memory + 1, PAGE), EINVAL);
    FAILS(mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), EINVAL);
    unsigned char resident[8] = {0};
    SYS(munmap(memory + 2 * PAGE, PAGE));
    FAILS(mincore(memory, 3 * PAGE, resident), ENOMEM); /* but tells of the first two */
    CHECK(resident[1] == 1 && resident[2] == 0);
    if (last != NULL) {
      SYS(munmap(last, 3 * PAGE));
    }
    last = memory;
  }
  step("anonymous memory");
}

static void heap(void) {
  char *start = SYS(sbrk(0));
  for (int i = 0; i < ROUNDS; i++) {
    char *grown = SYS(sbrk(3 * PAGE + 10));
    CHECK(grown >= start && grown[3 * PAGE] == 0);
    memset(grown, 'h', 3 * PAGE);
    if (i % 3 == 2) {
      SYS(sbrk(-2 * (3 * PAGE + 10)));
      CHECK(!can_write(grown + 3 * PAGE));
    }
  }
  CHECK(SYS(brk(start)) == 0 && SYS(sbrk(0)) == start);
  step("the heap");
}

static void files(void) {
  int fd = SYS(open("f", O_RDWR | O_CREAT, 0600));
  SYS(ftruncate(fd, 2 * PAGE));
  for (int i = 0; i < ROUNDS; i++) {
    char *shared = SYS(mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
    shared[PAGE] = (char)i;
    char *place = SYS(mmap(shared, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
    place[0] = 'p';
    char byte;
    CHECK(pread(fd, &byte, 1, 0) == 1 && byte == 0);
    CHECK(pread(fd, &byte, 1, PAGE) == 1 && byte == i);
    CHECK(pwrite(fd, "w", 1, PAGE + 1) == 1 && shared[PAGE + 1] == 'w');
    char *private = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, PAGE));
    private[0] = 'x';
    SYS(madvise(private, PAGE, MADV_DONTNEED));
    CHECK(private[0] == i);
    SYS(munmap(private, PAGE));
    SYS(munmap(shared, 2 * PAGE));
  }
  SYS(close(fd));
  step("beside files");
}

int main(void) {
  handle(SIGSEGV, faults, 0);
  anonymous();
  heap();
  files();
  pid_t child = SYS(fork());
  if (child == 0) {
    anonymous();
    heap();
    _exit(0);
  }
  EXPECT_EXIT(child, 0);
  anonymous();
  return success();
}
