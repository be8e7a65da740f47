// Every gap between the mappings near the code is unmapped, mapped over, protected and given back,
// while threads are in calls: what is in no list of mappings is free for the program to use.
// links: -pthread
#include "threads.h"

enum { GAPS = 256 };

static struct {
  unsigned long start, end;
} gaps[GAPS];
static int gap_count;
static int pipe_ends[2];
static atomic_int sleeping;

static void calls(void) {
  for (int i = 0; i < 30; i++) {
    char byte;
    struct stat status;
    CHECK(getppid() > 0 && fstat(pipe_ends[0], &status) == 0);
    FAILS(read(-1, &byte, 1), EBADF);
    FAILS(write(-1, &byte, 1), EBADF);
  }
}

/* Gaps of some size within 2 GiB of this program's code or the library's, less their edges. */
static void find_gaps(void) {
  static char text[1 << 16];
  int fd = SYS(open("/proc/self/maps", O_RDONLY));
  size_t length = 0;
  ssize_t n;
  while ((n = SYS(read(fd, text + length, sizeof text - 1 - length))) > 0) {
    length += n;
  }
  SYS(close(fd));
  text[length] = 0;
  unsigned long below = 0x200000;
  gap_count = 0;
  for (char *line = text; line != NULL && *line; line = strchr(line, '\n')) {
    line += *line == '\n';
    char *end;
    unsigned long start = strtoul(line, &end, 16);
    if (end == line || *end != '-') {
      break;
    }
    unsigned long stop = strtoul(end + 1, NULL, 16);
    if (start > below + (16UL << 20) && stop < 0x7fffffffffffUL && gap_count < GAPS) {
      unsigned long from = below + (2UL << 20);
      unsigned long to = start - (12UL << 20); /* the stack may grow */
      unsigned long codes[] = {(unsigned long)find_gaps, (unsigned long)&getppid};
      for (size_t i = 0; i < COUNT(codes); i++) {
        unsigned long low = codes[i] - (2UL << 30), high = codes[i] + (2UL << 30);
        unsigned long a = from > low ? from : low, b = to < high ? to : high;
        if (a < b && b - a > (1UL << 20) && a > 0x100000000) {
          gaps[gap_count].start = a & -PAGE;
          gaps[gap_count++].end = b & -PAGE;
        }
      }
    }
    below = stop;
  }
  CHECK(gap_count > 0);
}

static void *sleeper(void *argument UNUSED) {
  char byte;
  for (int i = 0; i < 4; i++) {
    calls();
    atomic_store(&sleeping, own_tid());
    CHECK(read(pipe_ends[0], &byte, 1) == 1 && byte == 'a' + i);
    calls();
  }
  return NULL;
}

static void use_gaps(int how) {
  for (int i = 0; i < gap_count; i++) {
    void *start = (void *)gaps[i].start;
    size_t length = gaps[i].end - gaps[i].start;
    if (how == 0) {
      SYS(munmap(start, length));
    } else if (how == 1) {
      CHECK(SYS(mmap(start, length, PROT_NONE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0)) == start);
      SYS(munmap(start, length));
    } else if (how == 2) {
      CHECK(SYS(mmap(start, length, PROT_NONE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0)) ==
            start);
      SYS(munmap(start, length));
    } else {
      FAILS(mprotect(start, length, PROT_READ), ENOMEM);
      FAILS(madvise(start, length, MADV_DONTNEED), ENOMEM);
    }
  }
}

int main(void) {
  static const char *const names[] = {"unmapped", "mapped over", "mapped where nothing is",
                                      "protected"};
  SYS(pipe(pipe_ends));
  pthread_t thread = start(sleeper, NULL);
  for (int how = 0; how < 4; how++) {
    calls();
    wait_until_thread_sleeps(&sleeping);
    atomic_store(&sleeping, 0);
    find_gaps();
    use_gaps(how);
    calls();
    step("%s", names[how]);
    char byte = (char)('a' + how);
    CHECK(write(pipe_ends[1], &byte, 1) == 1);
  }
  join(thread);
  return success();
}
