# One thread of Python's sends signals to its own process while another computes.
# needs: python3

python3 - << 'END'
import os
import signal
import threading
import time

handled = 0


def handle(number, frame):
    global handled
    handled += 1


def send():
    while handled < 300:
        os.kill(os.getpid(), signal.SIGUSR1)
        time.sleep(0.0005)


signal.signal(signal.SIGUSR1, handle)
sender = threading.Thread(target=send)
sender.start()
rounds = 0
while sender.is_alive():
    rounds += 1
print(handled >= 300)
END
