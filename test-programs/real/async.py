"""Python computes under a timer; the handler sees how far the loops and the lists are."""
import os
import signal

show = "JRR_SHOW" in os.environ
ticks = 0
i = 0
counts = [0] * 5000
words = {}


def on_tick(number, frame):
    global ticks
    ticks += 1
    if show:
        # Not print: the main program may be inside it.
        os.write(1, f"shown: tick {ticks}: line {frame.f_lineno}, i {i}, count {counts[777]}, "
                    f"words {len(words)}\n".encode())


signal.signal(signal.SIGALRM, on_tick)
signal.setitimer(signal.ITIMER_REAL, 0.005, 0.005)

# The loop's variable is the only thing that changes.
while i < 4_000_000:
    i += 1
print("loop", i)

# One element of a big list is.
while counts[777] < 2_000_000:
    counts[777] += 1
print("element", counts[777])

# Strings and dictionaries.
for i in range(300_000):
    word = "w" + str(i * 7919 % 5003)
    words[word] = words.get(word, 0) + 1
print("words", len(words), sum(words.values()))


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print("fib", fib(24))
signal.setitimer(signal.ITIMER_REAL, 0)
assert ticks > 0
if show:
    print("shown: ticks", ticks)
