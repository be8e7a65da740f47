// A process goes on in memory that it shared with the one that made it, which has run another program
// since, or has ended.
#include "program.h"

#define ROUNDS 5

static char stack[65536] __attribute__((aligned(16)));
static unsigned char bytes[100000], text[6000];
static int leaves[2];

static unsigned char byte_at(unsigned i) {
  return (i * 7 + i / 256) % 251;
}

static void read_all(void) {
  memset(bytes, 0, sizeof bytes);
  int fd = SYS(open("data", O_RDONLY));
  CHECK(read(fd, bytes, sizeof bytes) == sizeof bytes);
  close(fd);
  for (unsigned i = 0; i < sizeof bytes; i++) {
    CHECK(bytes[i] == byte_at(i));
  }
}

static int body(void *argument) {
  int status = (int)(long)argument;
  close(leaves[1]);
  for (int round = 0; round < 4 * ROUNDS; round++) {
    read_all(); // while its creator leaves
  }
  CHECK(read(leaves[0], bytes, 1) == 0);
  for (int round = 0; round < ROUNDS; round++) {
    read_all();
    memset(text, 'a' + round, sizeof text);
    text[sizeof text - 1] = '\n';
    CHECK(write(1, text, sizeof text) == sizeof text);
  }
  syscall(SYS_exit, status);
  return 0;
}

/* Who makes the process leaves its memory by running this program again, until READ_END tells its end. */
static void create_and_leave(char *program, int read_end, int runs_program, int status) {
  SYS(clone(body, stack + sizeof stack, CLONE_VM | CLONE_PARENT | SIGCHLD, (void *)(long)status));
  if (runs_program) {
    char descriptor[12];
    snprintf(descriptor, sizeof descriptor, "%d", read_end);
    execl(program, program, descriptor, NULL);
  }
  syscall(SYS_exit, 6);
}

static void expect(int first, int second) {
  int status;
  SYS(wait(&status));
  CHECK(WIFEXITED(status) && (WEXITSTATUS(status) == first || WEXITSTATUS(status) == second));
}

int main(int argc, char **argv) {
  if (argc > 1) {
    char byte;
    CHECK(read(atoi(argv[1]), &byte, 1) == 0);
    return 6;
  }
  for (unsigned i = 0; i < sizeof bytes; i++) {
    bytes[i] = byte_at(i);
  }
  int fd = SYS(open("data", O_WRONLY | O_CREAT, 0600));
  CHECK(write(fd, bytes, sizeof bytes) == sizeof bytes);
  close(fd);
  for (int runs_program = 0; runs_program < 2; runs_program++) {
    int idles[2];
    SYS(pipe2(leaves, O_CLOEXEC));
    SYS(pipe(idles));
    if (SYS(fork()) == 0) {
      close(idles[1]);
      create_and_leave(argv[0], idles[0], runs_program, 5);
    }
    close(leaves[0]);
    close(leaves[1]);
    expect(5, 6);
    if (runs_program) {
      close(idles[1]); // the one that shared has ended, the other one waits for this
    }
    expect(5, 6);
    step("%s", runs_program ? "its creator runs another program" : "its creator has ended");
  }
  return success();
}
