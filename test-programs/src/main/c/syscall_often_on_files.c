// Calls on files and descriptors, so often that they are made without a stop: vectors, copies of
// descriptors, locks, sizes, times, attributes, links.
#include "program.h"
#include <sys/file.h>
#include <sys/uio.h>
#include <sys/xattr.h>

enum { ROUNDS = 12 };

/* What the compiler would warn of. */
static volatile struct {
  struct iovec *vector;
  int count;
} nowhere = {(struct iovec *)16, -1};

static void vectors(void) {
  int fd = SYS(open("f", O_RDWR | O_CREAT, 0600));
  for (int i = 0; i < ROUNDS; i++) {
    char a[5] = "aaaa", b[5] = "bbbb", none;
    a[0] = (char)('0' + i);
    struct iovec out[] = {{a, 4}, {&none, 0}, {b, 4}};
    SYS(lseek(fd, 0, SEEK_SET));
    CHECK(writev(fd, out, 3) == 8);
    CHECK(pwritev(fd, out, 1, 8) == 4);
    char c[3] = "", d[9] = "", e[4] = "";
    struct iovec in[] = {{c, 2}, {d, 8}, {e, 3}};
    SYS(lseek(fd, 0, SEEK_SET));
    CHECK(readv(fd, in, 3) == (i == 0 ? 12 : 13));
    CHECK(c[0] == '0' + i && memcmp(d, "aabbbb", 6) == 0 && d[6] == '0' + i && e[1] == 'a');
    CHECK(preadv(fd, in, 2, 10) == (i == 0 ? 2 : 10) && c[1] == 'a');
    FAILS(readv(fd, in, nowhere.count), EINVAL);
    FAILS(readv(fd, nowhere.vector, 2), EFAULT);
    SYS(ftruncate(fd, 100));
    SYS(fallocate(fd, 0, 0, 200));
    struct stat status;
    SYS(fstat(fd, &status));
    CHECK(status.st_size == 200);
  }
  SYS(close(fd));
  step("vectors");
}

static void copies(void) {
  for (int i = 0; i < ROUNDS; i++) {
    int fd = SYS(open("f", O_RDWR));
    int one = SYS(dup(fd)), two = SYS(fcntl(fd, F_DUPFD, 50)), three = SYS(fcntl(fd, F_DUPFD_CLOEXEC, 60));
    CHECK(two == 50 && three == 60);
    int ends[2];
    SYS(pipe(ends));
    CHECK(write(ends[1], "x", 1) == 1);
    char byte = 0;
    CHECK(read(one, &byte, 1) == 1);
    CHECK(SYS(dup2(ends[0], one)) == one);
    CHECK(read(one, &byte, 1) == 1 && byte == 'x');
    SYS(fcntl(one, F_SETFL, O_NONBLOCK));
    FAILS(read(one, &byte, 1), EAGAIN);
    CHECK(SYS(dup3(fd, one, O_CLOEXEC)) == one);
    CHECK(read(one, &byte, 1) == 1 && byte != 'x');
    FAILS(dup3(fd, fd, 0), EINVAL);
    CHECK(SYS(dup2(fd, fd)) == fd);
    SYS(fcntl(two, F_SETFD, FD_CLOEXEC));
    SYS(close(ends[0]));
    SYS(close(ends[1]));
    SYS(close(one));
    SYS(close(two));
    SYS(close(three));
    FAILS(dup2(three, 3), EBADF);
    SYS(close(fd));
  }
  step("copies of descriptors");
}

static void locks(void) {
  int fd = SYS(open("f", O_RDWR)), other = SYS(open("f", O_RDWR));
  for (int i = 0; i < ROUNDS; i++) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = i, .l_len = 10};
    SYS(fcntl(fd, F_SETLK, &lock));
    lock.l_type = F_WRLCK;
    SYS(fcntl(fd, F_GETLK, &lock));
    CHECK(lock.l_type == F_UNLCK);
    lock = (struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = i, .l_len = 10};
    FAILS(fcntl(other, F_OFD_SETLK, &lock), EAGAIN);
    lock = (struct flock){.l_type = F_RDLCK, .l_whence = SEEK_SET};
    SYS(fcntl(other, F_OFD_GETLK, &lock));
    CHECK(lock.l_type == F_WRLCK && lock.l_start == i && lock.l_pid == getpid());
    lock = (struct flock){.l_type = F_UNLCK, .l_whence = SEEK_SET};
    SYS(fcntl(fd, F_SETLK, &lock));
    SYS(flock(fd, LOCK_EX | LOCK_NB));
    FAILS(flock(other, LOCK_SH | LOCK_NB), EAGAIN);
    SYS(flock(fd, LOCK_UN));
  }
  SYS(close(fd));
  SYS(close(other));
  step("locks that are not waited for");
}

static void names(void) {
  for (int i = 0; i < ROUNDS; i++) {
    struct timespec times[2] = {{1000 + i, 5}, {2000 + i, 7}};
    SYS(utimensat(AT_FDCWD, "f", times, 0));
    struct stat status;
    SYS(stat("f", &status));
    CHECK(status.st_mtim.tv_sec == 2000 + i && status.st_atim.tv_nsec == 5);
    int fd = SYS(open("f", O_RDWR));
    SYS(futimens(fd, NULL));
    SYS(fchmod(fd, 0640));
    SYS(fchown(fd, (uid_t)-1, (gid_t)-1));
    SYS(close(fd));
    SYS(linkat(AT_FDCWD, "f", AT_FDCWD, "hard", 0));
    SYS(symlinkat("hard", AT_FDCWD, "soft"));
    char text[64];
    CHECK(SYS(readlinkat(AT_FDCWD, "soft", text, 3)) == 3 && memcmp(text, "har", 3) == 0);
    long set = setxattr("f", "user.name", "value", 5, 0);
    if (set == 0) {
      CHECK(SYS(getxattr("f", "user.name", text, 0)) == 5);
      CHECK(SYS(getxattr("f", "user.name", text, sizeof text)) == 5 && memcmp(text, "value", 5) == 0);
      CHECK(SYS(listxattr("f", text, sizeof text)) >= 10);
      SYS(removexattr("f", "user.name"));
    }
    SYS(unlink("hard"));
    SYS(unlink("soft"));
    int memory = SYS(memfd_create("m", 0));
    CHECK(write(memory, "12345", 5) == 5);
    SYS(posix_fadvise(memory, 0, 0, POSIX_FADV_RANDOM));
    SYS(close(memory));
  }
  step("times, owners, links and attributes");
}

int main(void) {
  vectors();
  copies();
  locks();
  names();
  return success();
}
