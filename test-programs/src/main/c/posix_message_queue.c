// POSIX message queues: priorities, attributes, time out, a child, notification by signal.
// links: -lrt
#include "program.h"
#include <mqueue.h>

int main(void) {
  char name[64];
  snprintf(name, sizeof name, "/jrr-test-%d", getpid());
  struct mq_attr attributes = {.mq_maxmsg = 4, .mq_msgsize = 32}, got;
  mqd_t q = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &attributes);
  if (q == (mqd_t)-1) {
    CHECK(errno == ENOSYS || errno == EACCES);
    step("the queue worked where there are queues");
    return success();
  }
  SYS(mq_getattr(q, &got));
  CHECK(got.mq_maxmsg == 4 && got.mq_msgsize == 32 && got.mq_curmsgs == 0);
  char buf[32];
  unsigned priority;
  SYS(mq_send(q, "low", 4, 1));
  SYS(mq_send(q, "high", 5, 9));
  CHECK(mq_receive(q, buf, sizeof buf, &priority) == 5 && priority == 9);
  CHECK(mq_receive(q, buf, sizeof buf, NULL) == 4 && strcmp(buf, "low") == 0);
  FAILS(mq_receive(q, buf, 3, NULL), EMSGSIZE);
  FAILS(mq_timedreceive(q, buf, sizeof buf, NULL, &(struct timespec){1, 0}), ETIMEDOUT);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  SYS(sigprocmask(SIG_BLOCK, &set, NULL));
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};
  SYS(mq_notify(q, &event));
  pid_t child = SYS(fork());
  if (child == 0) {
    wait_until_asleep(getppid());
    SYS(mq_send(q, "child", 6, 0));
    _exit(0);
  }
  siginfo_t info;
  CHECK(sigwaitinfo(&set, &info) == SIGUSR1 && info.si_code == SI_MESGQ);
  CHECK(mq_receive(q, buf, sizeof buf, NULL) == 6 && strcmp(buf, "child") == 0);
  EXPECT_EXIT(child, 0);
  SYS(mq_close(q));
  SYS(mq_unlink(name));
  step("the queue worked where there are queues");
  return success();
}
