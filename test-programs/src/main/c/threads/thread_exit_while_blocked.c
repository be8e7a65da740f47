// exit, exit_group and a return from main end a process whose threads are blocked in the kernel.
// links: -pthread
#include "threads.h"
#include <poll.h>

static atomic_int tids[5];
static int pipe_[2];
static int word;

static void *block(void *argument) {
  long how = (long)argument;
  char byte;
  atomic_store(&tids[how], own_tid());
  switch (how) {
    case 0:
      read(pipe_[0], &byte, 1);
      break;
    case 1:
      futex_wait(&word, 0, NULL);
      break;
    case 2:
      sleep(1000);
      break;
    case 3:
      poll(NULL, 0, -1);
      break;
    default:
      for (;;) {
        pause();
      }
  }
  CHECK(!"came back");
  return NULL;
}

static void *end_process(void *argument) {
  syscall(SYS_exit_group, (int)(long)argument);
  return NULL;
}

int main(void) {
  SYS(pipe(pipe_));
  for (int how = 0; how < 4; how++) {
    pid_t child = SYS(fork());
    if (child == 0) {
      for (long i = 0; i < 5; i++) {
        start(block, (void *)i);
      }
      for (int i = 0; i < 5; i++) {
        wait_until_thread_sleeps(&tids[i]);
      }
      if (how == 0) {
        exit(10);
      } else if (how == 1) {
        syscall(SYS_exit_group, 11);
      } else if (how == 2) {
        join(start(end_process, (void *)12));
      }
      return 13;
    }
    EXPECT_EXIT(child, 10 + how);
    step("way %d of ending", how);
  }
  return success();
}
