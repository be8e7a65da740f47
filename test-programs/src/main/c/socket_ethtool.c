// SIOCETHTOOL: what the interface request points to begins with a command, which says how long it is.
#include "program.h"
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

enum { STRINGS = 300 };

static int asks(int s, void *what) {
  struct ifreq request = {.ifr_name = "lo", .ifr_data = what};
  int result = ioctl(s, SIOCETHTOOL, &request);
  CHECK(result == 0 || errno == EOPNOTSUPP); /* not all interfaces answer all */
  return result;
}

int main(void) {
  int s = SYS(socket(AF_INET, SOCK_DGRAM, 0));
  for (int round = 0; round < 5; round++) {
    struct ethtool_value value = {.cmd = ETHTOOL_GLINK, .data = 7};
    CHECK(asks(s, &value) != 0 || value.data <= 1);
    show("link %u", value.data);
    struct ethtool_ts_info stamps = {.cmd = ETHTOOL_GET_TS_INFO};
    CHECK(asks(s, &stamps) != 0 || stamps.cmd == ETHTOOL_GET_TS_INFO);
    show("time stamps %x", stamps.so_timestamping);
    struct {
      struct ethtool_sset_info head;
      unsigned counts[2];
    } sets = {{.cmd = ETHTOOL_GSSET_INFO, .sset_mask = 1ull << ETH_SS_FEATURES}, {0}};
    SYS(asks(s, &sets));
    unsigned count = sets.counts[0];
    CHECK(count > 0 && count <= STRINGS && sets.counts[1] == 0);
    struct {
      struct ethtool_gstrings head;
      char names[STRINGS * ETH_GSTRING_LEN];
    } *strings = calloc(1, sizeof *strings);
    strings->head = (struct ethtool_gstrings){.cmd = ETHTOOL_GSTRINGS, .string_set = ETH_SS_FEATURES, .len = count};
    SYS(asks(s, strings));
    CHECK(strings->head.len == count && strings->names[0] != 0);
    show("%u features, the last is %s", count, strings->names + (count - 1) * ETH_GSTRING_LEN);
    free(strings);
  }
  FAILS(ioctl(s, SIOCETHTOOL, NULL), EFAULT);
  struct ifreq nowhere = {.ifr_name = "lo", .ifr_data = (void *)8};
  FAILS(ioctl(s, SIOCETHTOOL, &nowhere), EFAULT);
  step("features have names");
  return success();
}
