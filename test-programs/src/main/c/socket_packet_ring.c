// A packet socket asks for a ring that the kernel writes at any time; refused, it reads packets.
// (Without the right to have such sockets there are none.)
#include "program.h"
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sys/socket.h>

enum { ROUNDS = 6 };

static void ask_for_ring(int fd) {
  for (int i = 0; i < ROUNDS; i++) {
    struct tpacket_req ring = {PAGE, 4, 2048, 8};
    int version = TPACKET_V2;
    SYS(setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version, sizeof version));
    if (setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &ring, sizeof ring) < 0) {
      CHECK(errno == ENOPROTOOPT);
      show("no ring");
    } else {
      char *frames = SYS(mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
      SYS(munmap(frames, 4 * PAGE));
      memset(&ring, 0, sizeof ring);
      SYS(setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &ring, sizeof ring));
    }
  }
}

int main(void) {
  int fd = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
  if (fd < 0) {
    CHECK(errno == EPERM);
    show("not allowed");
  } else {
    struct sockaddr_ll loopback = {
        .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = if_nametoindex("lo")};
    SYS(bind(fd, (struct sockaddr *)&loopback, sizeof loopback));
    ask_for_ring(fd);
    int udp = SYS(socket(AF_INET, SOCK_DGRAM, 0));
    struct sockaddr_in discard = {
        .sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (int i = 0; i < ROUNDS; i++) {
      char packet[2048];
      SYS(sendto(udp, "x", 1, 0, (struct sockaddr *)&discard, sizeof discard));
      CHECK(SYS(recv(fd, packet, sizeof packet, 0)) > 14);
    }
  }
  step("packets come");
  return success();
}
