// fallocate: growing, keeping the size, punching a hole.
#include "program.h"

int main(void) {
  int fd = SYS(open("f", O_RDWR | O_CREAT, 0600));
  struct stat st;
  CHECK(posix_fallocate(fd, 0, 65536) == 0);
  SYS(fstat(fd, &st));
  CHECK(st.st_size == 65536);
  step("posix_fallocate grows the file to 65536");
  if (fallocate(fd, FALLOC_FL_KEEP_SIZE, 65536, 65536) == 0) {
    SYS(fstat(fd, &st));
    CHECK(st.st_size == 65536);
  } else {
    CHECK(errno == EOPNOTSUPP);
  }
  char block[8192];
  memset(block, 'b', sizeof block);
  CHECK(pwrite(fd, block, sizeof block, 0) == sizeof block);
  if (fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096) == 0) {
    CHECK(pread(fd, block, sizeof block, 0) == sizeof block);
    CHECK(block[0] == 0 && block[4095] == 0 && block[4096] == 'b');
  } else {
    CHECK(errno == EOPNOTSUPP);
  }
  step("a punched hole reads as zeros where the file system can punch");
  FAILS(fallocate(fd, 0, -1, 10), EINVAL);
  FAILS(fallocate(fd, 0, 0, 0), EINVAL);
  SYS(fsync(fd));
  SYS(fdatasync(fd));
  CHECK(posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) == 0);
  SYS(sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE));
  SYS(readahead(fd, 0, 4096));
  step("fsync, fdatasync, fadvise, sync_file_range and readahead answer");
  return success();
}
