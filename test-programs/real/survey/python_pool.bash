# Python's futures are computed by a pool of three processes.
# needs: python3

cat > futures.py << 'END'
from concurrent.futures import ProcessPoolExecutor


def square(number):
    return number * number


if __name__ == "__main__":
    with ProcessPoolExecutor(3) as pool:
        print(sum(pool.map(square, range(200))))
END
python3 futures.py
