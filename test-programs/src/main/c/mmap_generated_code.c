// Code written at run time: made executable, run, rewritten, run again; with syscalls inside.
#include "program.h"

int main(void) {
  /* mov $imm32, %eax; ret */
  unsigned char answer[] = {0xb8, 42, 0, 0, 0, 0xc3};
  unsigned char *code = new_pages(1);
  memcpy(code, answer, sizeof answer);
  SYS(mprotect(code, PAGE, PROT_READ | PROT_EXEC));
  int (*function)(void) = (int (*)(void))code;
  step("generated code answers %d", function());
  SYS(mprotect(code, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC));
  code[1] = 43;
  step("rewritten it answers %d", function());
  /* mov $39 (getpid), %eax; syscall; ret */
  unsigned char syscall_code[] = {0xb8, 39, 0, 0, 0, 0x0f, 0x05, 0xc3};
  for (int i = 0; i < 20; i++) {
    memcpy(code + i * 64, syscall_code, sizeof syscall_code);
    int (*call)(void) = (int (*)(void))(code + i * 64);
    CHECK(call() == getpid() && call() == getpid());
  }
  step("twenty generated syscalls answered the pid");
  int fd = SYS(memfd_create("code", 0));
  SYS(ftruncate(fd, PAGE));
  unsigned char *writable = SYS(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
  unsigned char *running = SYS(mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0));
  function = (int (*)(void))running;
  for (int i = 0; i < 3; i++) {
    answer[1] = 50 + i;
    memcpy(writable, answer, sizeof answer);
    step("through a double mapping it answers %d", function());
  }
  memcpy(writable, syscall_code, sizeof syscall_code);
  CHECK(function() == getpid());
  step("and makes a syscall");
  return success();
}
