// System V shared memory, semaphores and messages between parent and child.
#include "program.h"
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

union semun {
  int val;
  struct semid_ds *buf;
  unsigned short *array;
};

struct message {
  long type;
  char text[32];
};

int main(void) {
  int shm = SYS(shmget(IPC_PRIVATE, 2 * PAGE, IPC_CREAT | 0600));
  int sem = SYS(semget(IPC_PRIVATE, 2, IPC_CREAT | 0600));
  int queue = SYS(msgget(IPC_PRIVATE, IPC_CREAT | 0600));
  char *memory = SYS((char *)shmat(shm, NULL, 0));
  SYS(shmctl(shm, IPC_RMID, NULL));
  struct shmid_ds info;
  SYS(shmctl(shm, IPC_STAT, &info));
  CHECK(info.shm_segsz == 2 * PAGE && info.shm_nattch == 1 && info.shm_cpid == getpid());
  show("ids %d %d %d", shm, sem, queue);
  pid_t child = SYS(fork());
  if (child == 0) {
    struct sembuf wait = {0, -1, 0};
    SYS(semop(sem, &wait, 1));
    CHECK(strcmp(memory, "from parent") == 0);
    strcpy(memory + PAGE, "from child");
    struct message m = {5, "second"};
    SYS(msgsnd(queue, &m, 7, 0));
    m = (struct message){3, "first"};
    SYS(msgsnd(queue, &m, 6, 0));
    _exit(0);
  }
  wait_until_asleep(child);
  strcpy(memory, "from parent");
  struct sembuf post = {0, 1, 0};
  SYS(semop(sem, &post, 1));
  struct message m;
  memset(&m, 0xee, sizeof m);
  CHECK(msgrcv(queue, &m, sizeof m.text, 3, 0) == 6);
  CHECK(strcmp(m.text, "first") == 0 && m.type == 3 && (unsigned char)m.text[6] == 0xee);
  CHECK(msgrcv(queue, &m, sizeof m.text, 0, 0) == 7 && m.type == 5);
  FAILS(msgrcv(queue, &m, sizeof m.text, 0, IPC_NOWAIT), ENOMSG);
  EXPECT_EXIT(child, 0);
  CHECK(strcmp(memory + PAGE, "from child") == 0);
  step("shared memory, a semaphore and messages worked between two processes");
  unsigned short values[2] = {7, 8};
  SYS(semctl(sem, 0, SETALL, (union semun){.array = values}));
  memset(values, 0, sizeof values);
  SYS(semctl(sem, 0, GETALL, (union semun){.array = values}));
  CHECK(values[0] == 7 && values[1] == 8 && semctl(sem, 1, GETVAL) == 8);
  struct sembuf many[2] = {{0, -100, IPC_NOWAIT}, {1, 1, 0}};
  FAILS(semop(sem, many, 2), EAGAIN);
  struct timespec little = {0, 5000000};
  many[0].sem_flg = 0;
  FAILS(semtimedop(sem, many, 1, &little), EAGAIN);
  step("semaphores are set, read, refused and timed out");
  struct msqid_ds queue_info;
  SYS(msgctl(queue, IPC_STAT, &queue_info));
  CHECK(queue_info.msg_qnum == 0);
  SYS(semctl(sem, 0, IPC_RMID));
  SYS(msgctl(queue, IPC_RMID, NULL));
  FAILS(msgctl(queue, IPC_STAT, &queue_info), EINVAL);
  SYS(shmdt(memory));
  FAILS(shmdt(memory), EINVAL);
  step("all are removed");
  return success();
}
