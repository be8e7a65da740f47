// SysV shared memory, attached before and after fork, with a SysV semaphore for a lock.
// links: -pthread
#include "threads.h"
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/shm.h>

enum { PROCESSES = 3, ROUNDS = 500 };

static void change(int semaphores, int by) {
  struct sembuf operation = {0, (short)by, SEM_UNDO};
  SYS(semop(semaphores, &operation, 1));
}

int main(void) {
  int memory = SYS(shmget(IPC_PRIVATE, 3 * PAGE, IPC_CREAT | 0600));
  int semaphores = SYS(semget(IPC_PRIVATE, 1, IPC_CREAT | 0600));
  volatile long *words = SYS(shmat(memory, NULL, 0));
  change(semaphores, 1);
  pid_t children[PROCESSES];
  for (int i = 0; i < PROCESSES; i++) {
    children[i] = SYS(fork());
    if (children[i] == 0) {
      volatile long *mine = i == 0 ? words : SYS(shmat(memory, NULL, 0));
      CHECK(i == 0 || mine != words);
      for (int k = 0; k < ROUNDS; k++) {
        change(semaphores, -1);
        mine[0]++;
        mine[2 * PAGE / sizeof(long) + i] += 1;
        change(semaphores, 1);
      }
      _exit(0);
    }
  }
  for (int i = 0; i < PROCESSES; i++) {
    EXPECT_EXIT(children[i], 0);
    CHECK(words[2 * PAGE / sizeof(long) + i] == ROUNDS);
  }
  step("the counter is %ld", words[0]);
  const volatile long *reading = SYS(shmat(memory, NULL, SHM_RDONLY));
  words[1] = 99;
  CHECK(reading[1] == 99);
  SYS(shmctl(memory, IPC_RMID, NULL));
  struct shmid_ds info;
  SYS(shmctl(memory, IPC_STAT, &info));
  step("attached %ld times when removed", (long)info.shm_nattch);
  SYS(shmdt((void *)reading));
  SYS(shmdt((void *)words));
  FAILS(shmctl(memory, IPC_STAT, &info), EINVAL);
  SYS(semctl(semaphores, 0, IPC_RMID));
  return success();
}
