// inotify reports creation, writing, renaming and removal in order.
#include "program.h"
#include <sys/inotify.h>

int main(void) {
  SYS(mkdir("d", 0700));
  int in = SYS(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  int watch = SYS(inotify_add_watch(in, "d", IN_CREATE | IN_DELETE | IN_MOVE | IN_CLOSE_WRITE));
  char buffer[4096] __attribute__((aligned(8)));
  FAILS(read(in, buffer, sizeof buffer), EAGAIN);
  write_file("d/one", "1", 1);
  SYS(rename("d/one", "d/two"));
  SYS(unlink("d/two"));
  ssize_t n = SYS(read(in, buffer, sizeof buffer));
  uint32_t cookie = 0;
  for (ssize_t at = 0; at < n;) {
    struct inotify_event *e = (struct inotify_event *)(buffer + at);
    CHECK(e->wd == watch);
    step("mask %#x name %s", e->mask, e->name);
    if (e->mask & IN_MOVED_FROM) {
      cookie = e->cookie;
    }
    if (e->mask & IN_MOVED_TO) {
      CHECK(e->cookie == cookie && cookie != 0);
      show("cookie %u", cookie);
    }
    at += sizeof *e + e->len;
  }
  SYS(inotify_rm_watch(in, watch));
  n = SYS(read(in, buffer, sizeof buffer));
  CHECK(((struct inotify_event *)buffer)->mask == IN_IGNORED);
  FAILS(inotify_rm_watch(in, watch), EINVAL);
  step("a removed watch says so once");
  return success();
}
