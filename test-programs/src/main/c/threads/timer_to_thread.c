// Timers that notify by a new thread (SIGEV_THREAD), one thread (SIGEV_THREAD_ID), or not at all.
// links: -pthread -lrt
#include "threads.h"

static sem_t fired;
static atomic_int by_thread, by_signal, in_thread;
static atomic_int target;

static void on_thread(union sigval value) {
  CHECK(value.sival_int == 77 && own_tid() != getpid());
  atomic_fetch_add(&by_thread, 1);
  SYS(sem_post(&fired));
}

static void on_signal(int signal UNUSED, siginfo_t *info, void *context UNUSED) {
  CHECK(info->si_code == SI_TIMER && info->si_value.sival_int == 88);
  CHECK(own_tid() == atomic_load(&target));
  atomic_fetch_add(&by_signal, 1);
}

static void *body(void *argument UNUSED) {
  atomic_store(&target, own_tid());
  while (atomic_load(&by_signal) < 3) {
    atomic_fetch_add(&in_thread, 1);
  }
  return NULL;
}

int main(void) {
  SYS(sem_init(&fired, 0, 0));
  timer_t timer;
  struct sigevent event = {.sigev_notify = SIGEV_THREAD, .sigev_notify_function = on_thread};
  event.sigev_value.sival_int = 77;
  SYS(timer_create(CLOCK_MONOTONIC, &event, &timer));
  struct itimerspec spec = {.it_value = {0, 10000000}, .it_interval = {0, 10000000}};
  SYS(timer_settime(timer, 0, &spec, NULL));
  for (int i = 0; i < 3; i++) {
    SYS(sem_wait(&fired));
  }
  SYS(timer_delete(timer));
  CHECK(by_thread >= 3);
  step("three times by a thread");
  handle(SIGRTMIN + 1, on_signal, SA_RESTART);
  pthread_t thread = start(body, NULL);
  while (atomic_load(&target) == 0) {
    sched_yield();
  }
  event = (struct sigevent){.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGRTMIN + 1};
  event.sigev_value.sival_int = 88;
  event._sigev_un._tid = atomic_load(&target);
  SYS(timer_create(CLOCK_MONOTONIC, &event, &timer));
  SYS(timer_settime(timer, 0, &spec, NULL));
  join(thread);
  SYS(timer_delete(timer));
  step("three times to one computing thread");
  event = (struct sigevent){.sigev_notify = SIGEV_NONE};
  SYS(timer_create(CLOCK_MONOTONIC, &event, &timer));
  spec = (struct itimerspec){.it_value = {1000, 0}};
  SYS(timer_settime(timer, 0, &spec, NULL));
  SYS(timer_gettime(timer, &spec));
  CHECK(spec.it_value.tv_sec >= 900 && spec.it_value.tv_sec <= 1000);
  SYS(timer_delete(timer));
  step("and one that is only asked");
  return success();
}
