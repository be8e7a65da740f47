# Three processes count in shared memory under a lock, and a named piece of it is made.
# needs: python3

cat > shared.py << 'END'
from multiprocessing import Array, Process, Value, shared_memory


def count(value, array):
    for _ in range(2000):
        with value.get_lock():
            value.value += 1
    with array.get_lock():
        array[0] += 1


if __name__ == "__main__":
    value = Value("i", 0)
    array = Array("d", 3)
    processes = [Process(target=count, args=(value, array)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    print(value.value, array[0])
    memory = shared_memory.SharedMemory(create=True, size=100)
    memory.buf[0] = 5
    print(memory.buf[0])
    memory.close()
    memory.unlink()
END
# The tracker of shared memory ends after its parent: cat waits for it.
python3 shared.py | cat
