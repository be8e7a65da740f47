// fcntl record locks between processes: conflict, F_GETLK, waiting, release by exit; OFD locks.
#include "program.h"

static struct flock range(short type, off_t start, off_t length) {
  return (struct flock){.l_type = type, .l_whence = SEEK_SET, .l_start = start, .l_len = length};
}

int main(void) {
  int fd = SYS(open("f", O_RDWR | O_CREAT, 0600));
  struct flock lock = range(F_WRLCK, 0, 100);
  SYS(fcntl(fd, F_SETLK, &lock));
  pid_t parent = getpid();
  pid_t child = SYS(fork());
  if (child == 0) {
    struct flock mine = range(F_RDLCK, 50, 1);
    errno = 0;
    CHECK(fcntl(fd, F_SETLK, &mine) == -1 && (errno == EAGAIN || errno == EACCES));
    mine = range(F_RDLCK, 50, 1);
    SYS(fcntl(fd, F_GETLK, &mine));
    CHECK(mine.l_type == F_WRLCK && mine.l_pid == parent && mine.l_start == 0 && mine.l_len == 100);
    mine = range(F_RDLCK, 100, 1);
    SYS(fcntl(fd, F_SETLK, &mine));
    mine = range(F_WRLCK, 50, 1);
    SYS(fcntl(fd, F_SETLKW, &mine));
    _exit(7);
  }
  wait_until_asleep(child);
  lock = range(F_UNLCK, 0, 100);
  SYS(fcntl(fd, F_SETLK, &lock));
  EXPECT_EXIT(child, 7);
  step("the child was refused, saw who holds the lock, waited and got it");
  lock = range(F_WRLCK, 0, 0);
  SYS(fcntl(fd, F_GETLK, &lock));
  CHECK(lock.l_type == F_UNLCK);
  step("its exit released the lock");

  int other = SYS(open("f", O_RDWR));
  lock = range(F_WRLCK, 0, 0);
  SYS(fcntl(fd, F_OFD_SETLK, &lock));
  lock = range(F_WRLCK, 0, 0);
  FAILS(fcntl(other, F_OFD_SETLK, &lock), EAGAIN);
  lock = range(F_WRLCK, 0, 0);
  SYS(fcntl(other, F_OFD_GETLK, &lock));
  CHECK(lock.l_type == F_WRLCK && lock.l_pid == -1);
  step("open file description locks conflict inside one process");
  return success();
}
