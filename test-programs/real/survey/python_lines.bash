# 500 lines go to a thread of the same Python over a socket, and come back one by one.
# needs: python3

python3 - << 'END'
import socket
import threading

server = socket.create_server(("127.0.0.1", 0))


def echo():
    connection, _ = server.accept()
    stream = connection.makefile("rwb")
    for line in stream:
        stream.write(line)
        stream.flush()


threading.Thread(target=echo, daemon=True).start()
client = socket.create_connection(server.getsockname())
stream = client.makefile("rwb")
for i in range(500):
    stream.write(b"%d\n" % i)
    stream.flush()
    assert stream.readline() == b"%d\n" % i
print("500 lines came back")
END
