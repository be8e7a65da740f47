// epoll: level, edge, one shot, data, closing, nesting, epoll_pwait.
#include "program.h"
#include <sys/epoll.h>

int main(void) {
  int ep = SYS(epoll_create1(EPOLL_CLOEXEC)), a[2], b[2];
  SYS(pipe(a));
  SYS(pipe(b));
  struct epoll_event event = {.events = EPOLLIN, .data.u64 = 0x1234567890abcdef}, got[8];
  SYS(epoll_ctl(ep, EPOLL_CTL_ADD, a[0], &event));
  FAILS(epoll_ctl(ep, EPOLL_CTL_ADD, a[0], &event), EEXIST);
  FAILS(epoll_ctl(ep, EPOLL_CTL_MOD, b[0], &event), ENOENT);
  FAILS(epoll_wait(ep, got, 0, 0), EINVAL);
  memset(got, 0xee, sizeof got);
  CHECK(epoll_wait(ep, got, 8, 0) == 0);
  CHECK(write(a[1], "xy", 2) == 2);
  CHECK(epoll_wait(ep, got, 8, -1) == 1);
  CHECK(got[0].events == EPOLLIN && got[0].data.u64 == 0x1234567890abcdef);
  CHECK(*(unsigned char *)&got[1] == 0xee);
  CHECK(epoll_wait(ep, got, 8, -1) == 1);
  step("level triggered: reported until read");
  event = (struct epoll_event){.events = EPOLLIN | EPOLLET, .data.fd = b[0]};
  SYS(epoll_ctl(ep, EPOLL_CTL_ADD, b[0], &event));
  SYS(epoll_ctl(ep, EPOLL_CTL_DEL, a[0], NULL));
  CHECK(write(b[1], "1", 1) == 1);
  CHECK(epoll_wait(ep, got, 8, -1) == 1 && got[0].data.fd == b[0]);
  CHECK(epoll_wait(ep, got, 8, 0) == 0);
  CHECK(write(b[1], "2", 1) == 1);
  CHECK(epoll_wait(ep, got, 8, -1) == 1);
  step("edge triggered: once for each write");
  event.events = EPOLLIN | EPOLLONESHOT;
  SYS(epoll_ctl(ep, EPOLL_CTL_MOD, b[0], &event));
  CHECK(epoll_wait(ep, got, 8, -1) == 1);
  CHECK(write(b[1], "3", 1) == 1);
  CHECK(epoll_wait(ep, got, 8, 20) == 0);
  SYS(epoll_ctl(ep, EPOLL_CTL_MOD, b[0], &event));
  CHECK(epoll_wait(ep, got, 8, -1) == 1);
  step("one shot: silent until armed again");
  pid_t child = SYS(fork());
  if (child == 0) {
    wait_until_asleep(getppid());
    CHECK(write(a[1], "z", 1) == 1);
    _exit(0);
  }
  char buf[8];
  CHECK(read(a[0], buf, 2) == 2);
  event = (struct epoll_event){.events = EPOLLIN, .data.u32 = 9};
  SYS(epoll_ctl(ep, EPOLL_CTL_ADD, a[0], &event));
  sigset_t all;
  sigfillset(&all);
  CHECK(epoll_pwait(ep, got, 8, -1, &all) == 1 && got[0].data.u32 == 9);
  EXPECT_EXIT(child, 0);
  step("a child's write ends epoll_pwait");
  SYS(close(a[0]));
  CHECK(epoll_wait(ep, got, 8, 0) == 0);
  int outer = SYS(epoll_create(1));
  SYS(epoll_ctl(outer, EPOLL_CTL_ADD, ep, &event));
  FAILS(epoll_ctl(ep, EPOLL_CTL_ADD, outer, &event), ELOOP);
  FAILS(epoll_ctl(ep, EPOLL_CTL_ADD, SYS(open("/proc/self/stat", O_RDONLY)), &event), EPERM);
  step("closing removes, loops and plain files are refused");
  return success();
}
