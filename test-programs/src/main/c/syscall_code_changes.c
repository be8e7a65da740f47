// Code with a syscall instruction that has run often is made writable and changed, mapped over,
// moved elsewhere and unmapped: each time what stands there now is what runs.
#include "program.h"
#include <setjmp.h>

/* One page of code: a function that makes one call. Its number is at NUMBER. */
__asm__(
    ".pushsection .text\n"
    ".balign 4096\n"
    ".globl code_page\n"
    "code_page:\n"
    "  mov $110, %eax\n" /* getppid */
    "  syscall\n"
    "  add $1, %rax\n"
    "  sub $1, %rax\n"
    "  ret\n"
    ".balign 4096\n"
    ".popsection\n");
extern unsigned char code_page[];
enum { NUMBER = 1, ADDED = 10 };

typedef long (*function)(void);

static long many(function call) {
  long result = call();
  for (int i = 0; i < 30; i++) {
    CHECK(call() == result);
  }
  return result;
}

static void faults(int signal, siginfo_t *info UNUSED, void *context UNUSED) {
  step("signal %d: nothing is there", signal);
  _exit(0);
}

int main(void) {
  function call = (function)(void *)code_page;
  unsigned char copy[PAGE];
  CHECK(many(call) == getppid());
  step("as it is");
  SYS(mprotect(code_page, PAGE, PROT_READ | PROT_WRITE));
  CHECK(code_page[ADDED] == 1);
  code_page[ADDED] = 3;
  SYS(mprotect(code_page, PAGE, PROT_READ | PROT_EXEC));
  CHECK(many(call) == getppid() + 2);
  step("with other instructions after the call");
  SYS(mprotect(code_page, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC));
  code_page[ADDED] = 1;
  code_page[NUMBER] = 39; /* getpid */
  CHECK(code_page[5] == 0x0f && code_page[6] == 0x05);
  memcpy(copy, code_page, PAGE);
  CHECK(many(call) == getpid());
  step("changed, and writable");
  SYS(mprotect(code_page, PAGE, PROT_READ | PROT_EXEC));
  CHECK(many(call) == getpid());
  step("no longer writable");
  SYS(mprotect(code_page, PAGE, PROT_READ | PROT_WRITE));
  memset(code_page + NUMBER, 0, 1);
  code_page[NUMBER] = 110;
  SYS(mprotect(code_page, PAGE, PROT_READ | PROT_EXEC));
  CHECK(many(call) == getppid());
  step("and changed back");

  int fd = SYS(open("code", O_RDWR | O_CREAT, 0700));
  write_fully(fd, copy, PAGE);
  CHECK(SYS(mmap(code_page, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED, fd, 0)) ==
        code_page);
  CHECK(many(call) == getpid());
  step("a file's code in its place");

  void *to = SYS(mmap(NULL, 2 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  CHECK(SYS(mremap(code_page, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, to)) == to);
  CHECK(many((function)to) == getpid());
  CHECK(memcmp(to, copy, NUMBER) == 0);
  step("moved");
  pid_t child = SYS(fork());
  if (child == 0) {
    CHECK(many((function)to) == getpid());
    SYS(munmap(to, PAGE));
    handle(SIGSEGV, faults, 0);
    many((function)to);
    _exit(1);
  }
  EXPECT_EXIT(child, 0);
  CHECK(many((function)to) == getpid());
  step("the child's was the child's own");
  return success();
}
