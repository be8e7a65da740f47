# A forked child writes to a mapped file that its parent reads.
# needs: python3

python3 - << 'END'
import mmap
import os

file = open("mapped", "w+b")
file.truncate(1 << 20)
memory = mmap.mmap(file.fileno(), 0)
memory[5000:5005] = b"hello"
if os.fork() == 0:
    memory[0:3] = b"abc"
    os._exit(0)
os.wait()
print(memory[0:3])
memory.flush()
print(open("mapped", "rb").read()[5000:5005])
END
