"""Threads with a queue, locks and conditions; processes with pipes, a pool and shared memory."""
import hashlib
import multiprocessing
import os
import queue
import threading
import time


def threads():
    jobs, results = queue.Queue(10), queue.Queue()
    lock, counts = threading.Lock(), {}

    def worker():
        while (job := jobs.get()) is not None:
            digest = hashlib.sha256(b"%d" % job * 2000).hexdigest()
            with lock:
                counts[digest[0]] = counts.get(digest[0], 0) + 1
            results.put((job, digest))

    workers = [threading.Thread(target=worker) for _ in range(8)]
    for one in workers:
        one.start()
    for job in range(600):
        jobs.put(job)
    for _ in workers:
        jobs.put(None)
    for one in workers:
        one.join()
    ordered = sorted(results.queue)
    print("jobs", len(ordered), hashlib.sha256(repr(ordered).encode()).hexdigest())
    print("counts", sorted(counts.items()))


def computing():
    """No thread gives the interpreter up by itself: it is taken away every 5 ms."""
    sums = [0] * 3

    def add(me):
        for i in range(300_000):
            sums[me] += i ^ me

    workers = [threading.Thread(target=add, args=(me,)) for me in range(3)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    print("sums", sums)


def turns():
    condition, order = threading.Condition(), []

    def player(me):
        for _ in range(200):
            with condition:
                condition.wait_for(lambda: len(order) % 3 == me)
                order.append(me)
                condition.notify_all()

    players = [threading.Thread(target=player, args=(me,)) for me in range(3)]
    for one in players:
        one.start()
    for one in players:
        one.join()
    print("turns", len(order), order[:6])


def square(number):
    return number * number


def child(connection, counter):
    for _ in range(100):
        with counter.get_lock():
            counter.value += 1
    connection.send(connection.recv() + " and back")


def processes():
    context = multiprocessing.get_context("fork")
    with context.Pool(3) as pool:
        print("pool", sum(pool.map(square, range(1000), chunksize=37)))
    counter = context.Value("i", 0)
    ours, theirs = zip(*[context.Pipe() for _ in range(3)])
    children = [context.Process(target=child, args=(end, counter)) for end in theirs]
    for one in children:
        one.start()
    for number, end in enumerate(ours):
        end.send(f"there {number}")
    print([end.recv() for end in ours])
    for one in children:
        one.join()
    print("counter", counter.value, [one.exitcode for one in children])


threads()
computing()
turns()
processes()
timer = threading.Timer(0.02, lambda: print("timer"))
timer.start()
timer.join()
if "JRR_SHOW" in os.environ:
    print("shown:", os.getpid(), time.monotonic_ns(), threading.get_native_id())
