// Calls that append to a file that is mapped shared do so wherever they are told to write.
#include "program.h"
#include <sys/uio.h>

#define NO_APPEND 0x20 /* RWF_NOAPPEND of linux/fs.h, since Linux 6.9 */

static const char *map;

static void expect(const char *contents) {
  CHECK(memcmp(map, contents, strlen(contents) + 1) == 0);
}

int main(void) {
  int fd = SYS(open("f", O_RDWR | O_CREAT, 0600));
  int appending = SYS(open("f", O_RDWR | O_APPEND));
  map = SYS(mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0));
  CHECK(write(fd, "start", 5) == 5);
  for (int i = 0; i < 4; i++) {
    CHECK(pwrite(appending, "xy", 2, 1) == 2);
  }
  expect("startxyxyxyxy");
  step("pwrite through O_APPEND");
  struct iovec part = {"AP", 2};
  CHECK(pwritev(appending, &part, 1, 0) == 2);
  CHECK(pwritev2(fd, &part, 1, 0, RWF_APPEND) == 2);
  CHECK(pwritev2(fd, &part, 1, -1, RWF_APPEND) == 2);
  expect("startxyxyxyxyAPAPAP");
  step("pwritev, and RWF_APPEND");
  SYS(lseek(appending, 0, SEEK_SET));
  CHECK(write(appending, "end", 3) == 3);
  expect("startxyxyxyxyAPAPAPend");
  step("write");
  if (pwritev2(appending, &part, 1, 0, NO_APPEND) == 2) {
    expect("APartxyxyxyxyAPAPAPend");
  } else {
    CHECK(errno == EOPNOTSUPP);
  }
  return success();
}
