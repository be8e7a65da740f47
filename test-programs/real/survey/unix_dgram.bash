# The writing end of a pipe is sent over a datagram socket and written to.
# needs: python3

python3 - << 'END'
import os
import socket

a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
read, write = os.pipe()
socket.send_fds(a, [b"x"], [write])
message, descriptors, _, _ = socket.recv_fds(b, 10, 2)
os.write(descriptors[0], b"hi")
print(os.read(read, 5), message)
END
