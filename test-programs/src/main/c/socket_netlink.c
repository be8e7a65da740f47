// A netlink route socket lists the loopback interface; interface ioctls agree.
#include "program.h"
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

int main(void) {
  int s = SYS(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
  struct {
    struct nlmsghdr header;
    struct ifinfomsg info;
  } request = {{sizeof request, RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, 7, 0}, {0}};
  struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
  CHECK(sendto(s, &request, sizeof request, 0, (struct sockaddr *)&kernel, sizeof kernel) ==
        sizeof request);
  int loopback = 0, done = 0;
  while (!done) {
    char buffer[65536] __attribute__((aligned(8)));
    int n = SYS(recv(s, buffer, sizeof buffer, 0));
    for (struct nlmsghdr *h = (void *)buffer; NLMSG_OK(h, (unsigned)n); h = NLMSG_NEXT(h, n)) {
      CHECK(h->nlmsg_seq == 7);
      if (h->nlmsg_type == NLMSG_DONE) {
        done = 1;
      } else if (h->nlmsg_type == RTM_NEWLINK) {
        struct ifinfomsg *info = NLMSG_DATA(h);
        if (info->ifi_flags & IFF_LOOPBACK) {
          loopback = info->ifi_index;
        }
      }
    }
  }
  CHECK(loopback > 0);
  step("netlink knows a loopback interface");
  struct ifreq name = {.ifr_ifindex = loopback};
  SYS(ioctl(s, SIOCGIFNAME, &name));
  step("its name is %s", name.ifr_name);
  char table[sizeof(struct ifreq) * 32];
  struct ifconf list = {.ifc_len = sizeof table, .ifc_buf = table};
  SYS(ioctl(SYS(socket(AF_INET, SOCK_DGRAM, 0)), SIOCGIFCONF, &list));
  CHECK(list.ifc_len % sizeof(struct ifreq) == 0);
  show("%d interfaces with addresses", (int)(list.ifc_len / sizeof(struct ifreq)));
  step("SIOCGIFCONF answers whole entries");
  return success();
}
