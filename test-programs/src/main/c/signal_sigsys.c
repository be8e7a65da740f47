// SIGSYS blocked, caught, pending and ignored around calls, in threads, children and a new program:
// where a filter from outside is in force a recorder may use that signal itself.
// links: -pthread
#include "program.h"
#include <pthread.h>

static volatile sig_atomic_t handled, code;

static void call_often(void) {
  for (int i = 0; i < 20; i++) {
    CHECK(getppid() > 0);
    errno = 0;
    CHECK(lseek(-1, 0, SEEK_SET) == -1 && errno == EBADF);
  }
}

static int is_blocked(void) {
  sigset_t mask;
  CHECK(pthread_sigmask(SIG_SETMASK, NULL, &mask) == 0);
  return sigismember(&mask, SIGSYS);
}

static void on_sigsys(int signal UNUSED, siginfo_t *info, void *context UNUSED) {
  code = info->si_code;
  call_often();
  CHECK(is_blocked());
  handled++;
}

static void *handler_now(void) {
  struct sigaction now;
  SYS(sigaction(SIGSYS, NULL, &now));
  return (void *)now.sa_handler;
}

static void block(int how) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGSYS);
  sigaddset(&set, SIGUSR1);
  CHECK(pthread_sigmask(how, &set, NULL) == 0);
}

static void *unblocked_thread(void *argument UNUSED) {
  CHECK(is_blocked()); // as its maker
  block(SIG_UNBLOCK);
  call_often();
  CHECK(!is_blocked());
  return NULL;
}

static void blocked(void) {
  block(SIG_BLOCK);
  call_often();
  CHECK(is_blocked() && handler_now() == (void *)on_sigsys);
  pthread_t thread;
  CHECK(pthread_create(&thread, NULL, unblocked_thread, NULL) == 0);
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK(is_blocked());
  pid_t child = SYS(fork());
  if (child == 0) {
    call_often();
    _exit(is_blocked() && handler_now() == (void *)on_sigsys ? 5 : 1);
  }
  int status;
  SYS(waitpid(child, &status, 0));
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 5);
  step("blocked in a thread and in a child");
}

static void pending(void) {
  SYS(raise(SIGSYS));
  call_often();
  sigset_t waiting;
  SYS(sigpending(&waiting));
  CHECK(sigismember(&waiting, SIGSYS) && handled == 0);
  block(SIG_UNBLOCK);
  CHECK(handled == 1 && code == SI_TKILL && !is_blocked());
  call_often();
  SYS(raise(SIGSYS));
  CHECK(handled == 2 && handler_now() == (void *)on_sigsys);
  step("pending, then handled");
}

static void ignored(char *self) {
  SYS(signal(SIGSYS, SIG_IGN) == SIG_ERR ? -1 : 0);
  call_often();
  CHECK(handler_now() == (void *)SIG_IGN);
  SYS(raise(SIGSYS));
  block(SIG_BLOCK);
  call_often();
  CHECK(handler_now() == (void *)SIG_IGN && is_blocked());
  pid_t child = SYS(fork());
  if (child == 0) {
    execl(self, self, "again", NULL);
    _exit(1);
  }
  int status;
  SYS(waitpid(child, &status, 0));
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 6);
  step("ignored, by a new program, too");
}

int main(int count UNUSED, char **arguments) {
  if (arguments[1] != NULL) {
    call_often();
    return handler_now() == (void *)SIG_IGN && is_blocked() ? 6 : 1;
  }
  struct sigaction action = {.sa_sigaction = on_sigsys, .sa_flags = SA_SIGINFO};
  SYS(sigaction(SIGSYS, &action, NULL));
  call_often();
  blocked();
  pending();
  ignored(arguments[0]);
  return success();
}
