// For a debugger: a child that only forks, and one that then executes another program.
// cflags: -O0
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

volatile int who = 0;

static void shared_step(int number) {
  who = number; /* every process comes here */
}

static void child_work(int number) {
  shared_step(number);
  printf("child %d\n", number);
  fflush(stdout);
  _exit(number);
}

int main(int argc, char **argv) {
  pid_t plain = fork();
  if (plain == 0) {
    child_work(11);
  }
  int status;
  waitpid(plain, &status, 0);
  pid_t executing = fork();
  if (executing == 0) {
    execl(argc > 1 ? argv[1] : "./debug_tour", "debug_tour", (char *)NULL);
    _exit(99);
  }
  waitpid(executing, &status, 0);
  shared_step(22);
  printf("parent %d\n", who);
  return 0;
}
