/*
 * Reads a large file in pieces, all of it and parts, by itself and with a child that shares its
 * position, and changes a byte of it on the way, if "change" is asked for.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIECE = 65536, PLACE = 1000000 };

static char buffer[PIECE];
static uint64_t sum;

static void add(ssize_t count) {
  for (ssize_t at = 0; at < count; at++) sum = (sum ^ (unsigned char)buffer[at]) * 0x100000001b3;
}

/* A debugger's place. */
__attribute__((noinline)) static void is_read(ssize_t count) {
  add(count);
}

static int read_all(int fd) {
  ssize_t got;
  int pieces = 0;
  while ((got = read(fd, buffer, sizeof buffer)) > 0) {
    is_read(got);
    pieces++;
  }
  return got < 0 ? -1 : pieces;
}

/* By one call, and by one that ends with the file. */
static int read_at_once(int fd) {
  static char whole[2 * PLACE];
  for (int half = 0; half < 2; half++) {
    ssize_t got = pread(fd, whole, sizeof whole, half * 7 * PLACE);
    if (got < 0) return 0;
    for (ssize_t at = 0; at < got; at++) sum = sum * 31 + (unsigned char)whole[at];
    printf("%zd bytes, sum %#lx\n", got, sum);
  }
  return 1;
}

static int change(const char *path) {
  char before, after;
  int fd = open(path, O_RDWR);
  if (fd < 0 || pread(fd, buffer, sizeof buffer, PLACE) != PIECE) return 0;
  before = buffer[0];
  after = (char)(before + 1);
  if (pwrite(fd, &after, 1, PLACE) != 1 || pread(fd, buffer, sizeof buffer, PLACE) != PIECE) return 0;
  close(fd);
  fd = open(path, O_RDONLY);
  int is_new = buffer[0] == after && pread(fd, buffer, sizeof buffer, PLACE) == PIECE && buffer[0] == after;
  close(fd);
  return is_new;
}

int main(int count, char **arguments) {
  if (count < 2) return 2;
  int fd = open(arguments[1], O_RDONLY);
  if (fd < 0) return 3;
  printf("%d pieces", read_all(fd));
  printf(", sum %#lx\n", sum);
  for (int call = 0; call < 5; call++) { /* as often as it takes for the call to be buffered */
    if (pread(fd, buffer, 16, call) == 16) add(16);
  }
  if (pread(fd, buffer, sizeof buffer, PLACE) == PIECE) add(PIECE);
  if (!read_at_once(fd)) return 5;
  lseek(fd, PLACE / 2, SEEK_SET);
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    for (int piece = 0; piece < 3; piece++) add(read(fd, buffer, sizeof buffer));
    printf("the child's sum %#lx\n", sum);
    return 0;
  }
  waitpid(child, 0, 0);
  add(read(fd, buffer, sizeof buffer));
  printf("position %ld, sum %#lx\n", (long)lseek(fd, 0, SEEK_CUR), sum);
  for (int argument = 2; argument < count; argument++) {
    if (!strcmp(arguments[argument], "change") && !change(arguments[1])) return 4;
  }
  lseek(fd, 0, SEEK_SET);
  sum = 0;
  read_all(fd);
  printf("at the end, sum %#lx\nEXIT-SUCCESS\n", sum);
  return 0;
}
