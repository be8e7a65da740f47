// One thread takes the signals of the process by sigwait, sigwaitinfo and sigtimedwait.
// links: -pthread
#include "threads.h"

static sem_t taken;

static void *taking(void *argument UNUSED) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGUSR2);
  sigaddset(&set, SIGRTMIN + 3);
  for (;;) {
    siginfo_t info = {0};
    int signal;
    PT(sigwait(&set, &signal));
    step("sigwait: %s", signal == SIGUSR1 ? "USR1" : "other");
    SYS(sem_post(&taken));
    CHECK(SYS(sigwaitinfo(&set, &info)) == SIGUSR2);
    CHECK(info.si_pid == getpid() && info.si_code == SI_USER);
    step("sigwaitinfo: USR2");
    SYS(sem_post(&taken));
    struct timespec limit = {50, 0};
    CHECK(SYS(sigtimedwait(&set, &info, &limit)) == SIGRTMIN + 3);
    step("sigtimedwait: value %d", info.si_value.sival_int);
    struct timespec none = {0, 1000000};
    FAILS(sigtimedwait(&set, &info, &none), EAGAIN);
    SYS(sem_post(&taken));
    if (info.si_value.sival_int == 3) {
      return NULL;
    }
  }
}

static void *computing(void *argument) {
  atomic_int *stop = argument;
  while (!atomic_load(stop)) {
  }
  return NULL;
}

int main(void) {
  sigset_t all;
  atomic_int stop = 0;
  sigfillset(&all);
  PT(pthread_sigmask(SIG_BLOCK, &all, NULL));
  SYS(sem_init(&taken, 0, 0));
  pthread_t taker = start(taking, NULL), other = start(computing, &stop);
  for (int i = 1; i <= 3; i++) {
    SYS(kill(getpid(), SIGUSR1));
    SYS(sem_wait(&taken));
    SYS(kill(getpid(), SIGUSR2));
    SYS(sem_wait(&taken));
    SYS(sigqueue(getpid(), SIGRTMIN + 3, (union sigval){.sival_int = i}));
    SYS(sem_wait(&taken));
  }
  join(taker);
  atomic_store(&stop, 1);
  join(other);
  return success();
}
