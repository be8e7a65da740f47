/*
 * Programs that do nothing but calls.
 *
 *   calls clock N   asks for the time N times, as a program does, through the C library
 *   calls pid N     asks for its process id N times
 *   calls bytes N   reads N bytes of /dev/zero and writes them to /dev/null, one at a time
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  long left = argc > 2 ? atol(argv[2]) : 0;
  int zero = open("/dev/zero", O_RDONLY), null = open("/dev/null", O_WRONLY);
  for (; left > 0; left--) {
    struct timespec now;
    char byte;
    if (strcmp(what, "clock") == 0) {
      clock_gettime(CLOCK_MONOTONIC, &now);
    } else if (strcmp(what, "pid") == 0) {
      syscall(SYS_getpid);
    } else if (read(zero, &byte, 1) != 1 || write(null, &byte, 1) != 1) {
      return 1;
    }
  }
  return 0;
}
