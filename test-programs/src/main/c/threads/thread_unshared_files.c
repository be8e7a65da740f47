// A thread that unshares its files and its directory has its own from then on.
// links: -pthread
#include "threads.h"

static int shared_fd;
static sem_t go, done;

static void *body(void *argument UNUSED) {
  SYS(unshare(CLONE_FILES | CLONE_FS));
  SYS(close(shared_fd));
  SYS(chdir("/proc"));
  int own = SYS(open("/dev/zero", O_RDONLY));
  CHECK(own == shared_fd);
  SYS(sem_post(&done));
  SYS(sem_wait(&go));
  char byte = 1, directory[64];
  CHECK(read(own, &byte, 1) == 1 && byte == 0);
  CHECK(getcwd(directory, sizeof directory) != NULL && strcmp(directory, "/proc") == 0);
  return NULL;
}

int main(void) {
  SYS(sem_init(&go, 0, 0));
  SYS(sem_init(&done, 0, 0));
  SYS(chdir("/"));
  shared_fd = SYS(memfd_create("file", 0));
  CHECK(write(shared_fd, "x", 1) == 1);
  pthread_t thread = start(body, NULL);
  SYS(sem_wait(&done));
  char byte = 0, directory[64];
  CHECK(pread(shared_fd, &byte, 1, 0) == 1 && byte == 'x');
  CHECK(getcwd(directory, sizeof directory) != NULL && strcmp(directory, "/") == 0);
  int other = SYS(dup(shared_fd));
  SYS(sem_post(&go));
  join(thread);
  CHECK(pread(other, &byte, 1, 0) == 1 && byte == 'x');
  step("files and directories are apart");
  return success();
}
