# Descriptors of events, of a poll, of memory and of a process, from Python.
# needs: python3

python3 - << 'END'
import os
import select

event = os.eventfd(0, os.EFD_NONBLOCK)
poll = select.epoll()
poll.register(event, select.EPOLLIN)
os.eventfd_write(event, 3)
print(poll.poll(1) == [(event, select.EPOLLIN)], os.eventfd_read(event))
print(os.memfd_create("memory") > 0, os.getrandom(4) != b"")
print(os.pidfd_open(os.getpid()) > 0, os.sched_getaffinity(0) != set())
END
