// getrandom, /dev/urandom, AT_RANDOM and the addresses of things: consumed and checked.
#include "program.h"
#include <sys/auxv.h>
#include <sys/random.h>

int main(void) {
  unsigned char a[32] = {0}, b[32] = {0}, large[10000];
  CHECK(getrandom(a, sizeof a, 0) == sizeof a);
  CHECK(getrandom(b, sizeof b, GRND_NONBLOCK) == sizeof b);
  CHECK(memcmp(a, b, sizeof a) != 0);
  show("getrandom %02x%02x%02x%02x", a[0], a[1], a[2], a[3]);
  CHECK(getrandom(large, sizeof large, 0) == sizeof large);
  FAILS(getrandom(a, sizeof a, 0xff00), EINVAL);
  FAILS(getrandom((void *)8, 10, 0), EFAULT);
  CHECK(getentropy(a, 16) == 0);
  step("getrandom gives different bytes");
  int fd = SYS(open("/dev/urandom", O_RDONLY));
  CHECK(read(fd, b, sizeof b) == sizeof b && memcmp(a, b, 16) != 0);
  show("urandom %02x%02x", b[0], b[1]);
  step("/dev/urandom too");
  unsigned char *at_random = (unsigned char *)getauxval(AT_RANDOM);
  CHECK(at_random != NULL);
  show("AT_RANDOM %02x%02x%02x%02x", at_random[0], at_random[1], at_random[2], at_random[3]);
  show("stack %p heap %p code %p", (void *)&fd, malloc(10), (void *)main);
  step("AT_RANDOM is there");
  return success();
}
