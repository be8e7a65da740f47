// A filter asks another thread what becomes of calls: SECCOMP_RET_USER_NOTIF.
// links: -pthread
#include "threads.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>

enum { CALLS = 20, ANSWER = 4711 };

static int listener;

/* Every second call is let through, for the others it answers. */
static void *answers(void *argument UNUSED) {
  for (int i = 0; i < CALLS; i++) {
    struct seccomp_notif asked;
    memset(&asked, 0, sizeof asked);
    SYS(ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &asked));
    CHECK(asked.data.nr == SYS_getpgrp && asked.data.args[0] == (unsigned)i);
    struct seccomp_notif_resp answer = {.id = asked.id};
    if (i % 2 == 0) {
      answer.val = ANSWER + i;
    } else {
      answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    }
    SYS(ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer));
  }
  return NULL;
}

int main(void) {
  pid_t own = getpgrp();
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getpgrp, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {COUNT(filter), filter};
  SYS(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                          SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
  if (listener == -1) {
    CHECK(errno == EBUSY || errno == EPERM || errno == EINVAL); /* another filter, an old kernel */
    step("no listener");
    return success();
  }
  pthread_t thread = start(answers, NULL);
  for (int i = 0; i < CALLS; i++) {
    CHECK(syscall(SYS_getpgrp, i) == (i % 2 == 0 ? ANSWER + i : own));
  }
  join(thread);
  step("%d calls were answered", CALLS);
  return success();
}
