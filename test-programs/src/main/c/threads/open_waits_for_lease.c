// Opening a file waits until another process gives its lease on it up, though such calls seldom wait.
#include "threads.h"

enum { OFTEN = 20, ROUNDS = 6 };

static const char path[] = "leased";
static int ask[2], answer[2];

/* Takes the lease each time that it is asked to, and gives it up when somebody opens the file. */
static void hold_leases(void) {
  sigset_t broken;
  sigemptyset(&broken);
  sigaddset(&broken, SIGIO);
  SYS(sigprocmask(SIG_BLOCK, &broken, NULL));
  char turn;
  while (SYS(read(ask[0], &turn, 1)) == 1) {
    int fd = SYS(open(path, O_RDWR));
    SYS(fcntl(fd, F_SETLEASE, F_WRLCK));
    CHECK(write(answer[1], &turn, 1) == 1);
    CHECK(SYS(sigwaitinfo(&broken, NULL)) == SIGIO);
    CHECK(pwrite(fd, &turn, 1, 0) == 1);
    SYS(fcntl(fd, F_SETLEASE, F_UNLCK));
    SYS(close(fd));
  }
}

/* The first byte of the file. */
static char first(void) {
  char byte;
  int fd = SYS(open(path, O_RDONLY));
  CHECK(SYS(read(fd, &byte, 1)) == 1);
  SYS(close(fd));
  return byte;
}

int main(void) {
  SYS(pipe(ask));
  SYS(pipe(answer));
  int fd = SYS(open(path, O_WRONLY | O_CREAT, 0600));
  CHECK(write(fd, "0", 1) == 1);
  SYS(close(fd));
  pid_t child = SYS(fork());
  if (child == 0) {
    SYS(close(ask[1]));
    hold_leases();
    _exit(0);
  }
  for (int i = 0; i < OFTEN; i++) {
    CHECK(first() == '0');
  }
  step("opened often");
  for (char turn = 'a'; turn < 'a' + ROUNDS; turn++) {
    char got;
    CHECK(write(ask[1], &turn, 1) == 1);
    CHECK(SYS(read(answer[0], &got, 1)) == 1 && got == turn);
    CHECK(first() == turn);
    step("opened after %c was written", turn);
  }
  SYS(close(ask[1]));
  EXPECT_EXIT(child, 0);
  return success();
}
