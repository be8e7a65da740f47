# A timer's signals interrupt Python's computing.
# needs: python3

python3 - << 'END'
import signal

ticks = 0


def tick(number, frame):
    global ticks
    ticks += 1


signal.signal(signal.SIGALRM, tick)
signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)
total = 0
for i in range(3000000):
    total += i
while ticks < 20:
    pass
signal.setitimer(signal.ITIMER_REAL, 0)
print(total)
END
