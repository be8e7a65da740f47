// A listening AF_UNIX socket: bind, listen, accept4, peer names and credentials, two clients.
#include "program.h"
#include <sys/socket.h>
#include <sys/un.h>

int main(void) {
  struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "sock"};
  int server = SYS(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  SYS(bind(server, (struct sockaddr *)&address, sizeof address));
  FAILS(bind(SYS(socket(AF_UNIX, SOCK_STREAM, 0)), (struct sockaddr *)&address, sizeof address),
        EADDRINUSE);
  FAILS(connect(SYS(socket(AF_UNIX, SOCK_STREAM, 0)), (struct sockaddr *)&address, sizeof address),
        ECONNREFUSED);
  SYS(listen(server, 5));
  for (int i = 0; i < 2; i++) {
    pid_t child = SYS(fork());
    if (child == 0) {
      int c = SYS(socket(AF_UNIX, SOCK_STREAM, 0));
      SYS(connect(c, (struct sockaddr *)&address, sizeof address));
      write_fully(c, "ask", 3);
      char answer[8] = {0};
      read_fully(c, answer, 6);
      CHECK(memcmp(answer, "answer", 6) == 0);
      _exit(i + 1);
    }
    struct sockaddr_un peer;
    socklen_t length = sizeof peer;
    memset(&peer, 0xee, sizeof peer);
    int connection = SYS(accept4(server, (struct sockaddr *)&peer, &length, SOCK_CLOEXEC));
    CHECK(length == sizeof(sa_family_t) && peer.sun_family == AF_UNIX);
    CHECK(fcntl(connection, F_GETFD) == FD_CLOEXEC);
    struct ucred credentials;
    length = sizeof credentials;
    SYS(getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &credentials, &length));
    CHECK(credentials.pid == child && credentials.uid == getuid());
    length = sizeof peer;
    SYS(getsockname(connection, (struct sockaddr *)&peer, &length));
    CHECK(strcmp(peer.sun_path, "sock") == 0);
    length = 4;
    memset(&peer, 0xee, sizeof peer);
    SYS(getsockname(connection, (struct sockaddr *)&peer, &length));
    CHECK(length > 4 && memcmp(peer.sun_path, "so\xee", 3) == 0);
    char question[4] = {0};
    read_fully(connection, question, 3);
    write_fully(connection, "answer", 6);
    CHECK(read(connection, question, 1) == 0);
    SYS(close(connection));
    EXPECT_EXIT(child, i + 1);
    step("client %d was served", i + 1);
  }
  struct sockaddr_un abstract = {.sun_family = AF_UNIX};
  int a = SYS(socket(AF_UNIX, SOCK_DGRAM, 0));
  SYS(bind(a, (struct sockaddr *)&abstract, sizeof(sa_family_t)));
  socklen_t length = sizeof abstract;
  SYS(getsockname(a, (struct sockaddr *)&abstract, &length));
  CHECK(length == sizeof(sa_family_t) + 6 && abstract.sun_path[0] == 0);
  show("abstract name %.5s", abstract.sun_path + 1);
  step("an abstract name was given");
  return success();
}
