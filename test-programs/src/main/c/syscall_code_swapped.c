// Two files of one size with a call at the same place, mapped at the same address in turn, in one
// process and in further ones of the same program, and written over: what is mapped is what runs.
#include "program.h"

enum { ROUNDS = 5, REST = 100 }; /* after so many milliseconds any change shows in a file's time */

/* mov $number, %eax; syscall; then what tells the two apart; ret */
static const unsigned char parent[] = {0xb8, 110, 0, 0, 0, 0x0f, 0x05, 0x48, 0x83, 0xc0, 0x01,
                                       0x48, 0x83, 0xe8, 0x01, 0xc3};
static const unsigned char own[] = {0xb8, 39, 0, 0, 0, 0x0f, 0x05, 0x48, 0x8d, 0x40, 0x02,
                                    0x48, 0x8d, 0x40, 0xfe, 0xc3};

static void fill(const char *name, const unsigned char *code, size_t length) {
  unsigned char page[2 * PAGE];
  memset(page, 0xcc, sizeof page);
  memcpy(page + PAGE, code, length);
  int fd = SYS(open(name, O_WRONLY | O_CREAT, 0700)); /* in place: the inode stays */
  write_fully(fd, page, sizeof page);
  SYS(close(fd));
}

/* Maps the file, runs what is in it and takes it away. */
static void run(const char *name, void *where, long expected) {
  int fd = SYS(open(name, O_RDONLY));
  void *code =
      SYS(mmap(where, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED, fd, PAGE));
  SYS(close(fd));
  for (int i = 0; i < ROUNDS; i++) {
    CHECK(((long (*)(void))code)() == expected);
  }
  CHECK(SYS(munmap(code, PAGE)) == 0);
}

static void run_in_turn(int is_swapped) {
  void *where = SYS(mmap(NULL, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  for (int round = 0; round < ROUNDS; round++) {
    run("a", where, is_swapped ? getpid() : getppid());
    run("b", where, is_swapped ? getppid() : getpid());
  }
}

static void in_processes(int is_swapped) {
  for (int round = 0; round < ROUNDS; round++) {
    pid_t child = SYS(fork());
    if (child == 0) {
      SYS(execl("/proc/self/exe", "code_swapped", is_swapped ? "swapped" : "plain", NULL));
    }
    EXPECT_EXIT(child, 0);
  }
}

int main(int argc, char **argv) {
  if (argc > 1) {
    run_in_turn(strcmp(argv[1], "swapped") == 0);
    return 0;
  }
  fill("a", parent, sizeof parent);
  fill("b", own, sizeof own);
  run_in_turn(0);
  step("files just written");
  sleep_ms(REST);
  run_in_turn(0);
  step("and at rest");
  in_processes(0);
  step("in other processes");
  fill("a", own, sizeof own);
  fill("b", parent, sizeof parent);
  run_in_turn(1);
  in_processes(1);
  step("written over");
  sleep_ms(REST);
  run_in_turn(1);
  in_processes(1);
  step("and at rest");
  return success();
}
