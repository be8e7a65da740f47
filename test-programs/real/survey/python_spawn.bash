# Python's fork server starts three processes that answer over a queue.
# needs: python3

cat > forkserver.py << 'END'
import multiprocessing


def add(queue):
    queue.put(sum(range(1000)))


if __name__ == "__main__":
    multiprocessing.set_start_method("forkserver")
    queue = multiprocessing.Queue()
    processes = [multiprocessing.Process(target=add, args=(queue,)) for _ in range(3)]
    for process in processes:
        process.start()
    print([queue.get() for _ in processes])
    for process in processes:
        process.join()
END
# The fork server ends after its parent: cat waits for it.
python3 forkserver.py | cat
