// Asks for the time by the vsyscall page, as programs from before 2012 do.
#include <time.h>

int main(void) {
  time_t (*legacy_time)(time_t *) = (time_t(*)(time_t *))0xffffffffff600400;
  return legacy_time(0) == 0;
}
