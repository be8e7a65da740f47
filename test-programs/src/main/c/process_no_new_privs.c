// What a process knows of its own promise to gain no privileges, and of filters.
#include "program.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

static struct sock_filter allow[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};

static int promised(void) { return SYS(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0)); }

/* The lines of /proc/self/status that are about privileges. */
static void status(const char *when) {
  char line[256];
  FILE *file = fopen("/proc/self/status", "r");
  CHECK(file != NULL);
  while (fgets(line, sizeof line, file) != NULL) {
    line[strcspn(line, "\n")] = 0;
    if (strncmp(line, "NoNewPrivs", 10) == 0 || strncmp(line, "Seccomp", 7) == 0 ||
        strncmp(line, "TracerPid", 9) == 0) {
      step("%s: %s", when, line);
    }
  }
  fclose(file);
}

/* Says whether a filter may be installed; in a child, so that there is none here. */
static void try_filter(const char *when) {
  pid_t child = SYS(fork());
  if (child == 0) {
    struct sock_fprog filter = {COUNT(allow), allow};
    int before = prctl(PR_GET_SECCOMP, 0, 0, 0, 0);
    long result = prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
    step("%s: filter %ld, errno %d, mode %d then %d", when, result, result < 0 ? errno : 0, before,
         prctl(PR_GET_SECCOMP, 0, 0, 0, 0));
    status("the child");
    _exit(promised());
  }
  int wait_status;
  CHECK(SYS(waitpid(child, &wait_status, 0)) == child && WIFEXITED(wait_status));
  step("%s: the child had promised %d", when, WEXITSTATUS(wait_status));
}

int main(void) {
  step("promised %d", promised());
  status("at first");
  try_filter("without a promise");
  FAILS(prctl(PR_GET_NO_NEW_PRIVS, 1, 0, 0, 0), EINVAL);
  FAILS(prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0), EINVAL);
  SYS(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  step("promised %d", promised());
  status("then");
  try_filter("with a promise");
  return success();
}
