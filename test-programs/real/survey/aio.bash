# A POSIX asynchronous write is awaited.
# needs: gcc

cat > aio.c << 'END'
#include <aio.h>
#include <fcntl.h>
#include <stdio.h>

int main(void) {
  char text[] = "hello";
  struct aiocb request = {
    .aio_fildes = open("written", O_RDWR | O_CREAT, 0600),
    .aio_buf = text,
    .aio_nbytes = 5,
  };
  const struct aiocb *requests[] = {&request};
  aio_write(&request);
  aio_suspend(requests, 1, NULL);
  printf("%zd\n", aio_return(&request));
}
END
gcc aio.c -o aio -lrt && ./aio
cat written
echo
