// Maps a file shared, twice, and fetches what another process has stored there.
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>

int main(int count, char **arguments) {
  int fd = count == 2 ? open(arguments[1], O_RDWR) : -1;
  for (int time = 0; time < 2; time++) {
    char *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED) {
      perror("mmap");
      return 1;
    }
    printf("found %c\n", memory[0]);
    munmap(memory, 4096);
  }
  return 0;
}
