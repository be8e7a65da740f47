# A namespace of networks, where a small port is free.
# needs: ip python3

unshare -rn sh << 'END'
ip link set lo up
ip addr | wc -l
python3 -c 'import socket; socket.socket().bind(("127.0.0.1", 5)); print("bound")'
END
