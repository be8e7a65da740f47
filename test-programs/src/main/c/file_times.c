// utimensat, futimens and what stat and statx say of times; fields of statx agree with stat.
#include "program.h"

int main(void) {
  time_t before = time(NULL);
  write_file("f", "x", 1);
  struct stat st;
  SYS(stat("f", &st));
  CHECK(st.st_mtime >= before - 2 && st.st_mtime <= time(NULL) + 1);
  show("mtime %ld.%09ld", (long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
  step("a new file's time is now");
  struct timespec times[2] = {{1000000000, 123456789}, {1234567890, 987654321}};
  SYS(utimensat(AT_FDCWD, "f", times, 0));
  SYS(stat("f", &st));
  CHECK(st.st_atim.tv_sec == 1000000000 && st.st_mtim.tv_sec == 1234567890);
  step("utimensat sets both");
  int fd = SYS(open("f", O_RDWR));
  struct timespec some[2] = {{0, UTIME_OMIT}, {5, 0}};
  SYS(futimens(fd, some));
  SYS(fstat(fd, &st));
  CHECK(st.st_atim.tv_sec == 1000000000 && st.st_mtim.tv_sec == 5);
  some[1].tv_nsec = UTIME_NOW;
  SYS(futimens(fd, some));
  SYS(fstat(fd, &st));
  CHECK(st.st_mtim.tv_sec >= before - 2);
  step("UTIME_OMIT and UTIME_NOW");
  struct statx sx;
  memset(&sx, 0xff, sizeof sx);
  SYS(statx(AT_FDCWD, "f", 0, STATX_BASIC_STATS | STATX_BTIME, &sx));
  CHECK((sx.stx_mask & STATX_BASIC_STATS) == STATX_BASIC_STATS);
  CHECK(sx.stx_ino == st.st_ino && sx.stx_size == 1 && sx.stx_mode == st.st_mode);
  CHECK(sx.stx_mtime.tv_sec == st.st_mtim.tv_sec);
  CHECK((uint32_t)sx.stx_mtime.tv_nsec == (uint32_t)st.st_mtim.tv_nsec);
  SYS(statx(fd, "", AT_EMPTY_PATH, STATX_SIZE, &sx));
  CHECK(sx.stx_size == 1);
  FAILS(statx(AT_FDCWD, "missing", 0, STATX_SIZE, &sx), ENOENT);
  step("statx agrees with stat");
  return success();
}
