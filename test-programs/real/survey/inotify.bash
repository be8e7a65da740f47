# Python reads an event of inotify, called by ctypes.
# needs: python3

python3 - << 'END'
import ctypes
import os

IN_CREATE = 0x100
libc = ctypes.CDLL(None)
events = libc.inotify_init()
libc.inotify_add_watch(events, b".", IN_CREATE)
open("new", "w")
print(len(os.read(events, 100)))
END
