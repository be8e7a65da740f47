# One thread of Python's hands 2000 things to another over a short queue.
# needs: python3

python3 - << 'END'
import queue
import threading

things = queue.Queue(5)
received = []


def produce():
    for i in range(2000):
        things.put(i)
    things.put(None)


def consume():
    while (thing := things.get()) is not None:
        received.append(thing)


threads = [threading.Thread(target=function) for function in (produce, consume)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(received), received == sorted(received))
END
