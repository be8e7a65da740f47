# Four threads of Python's run 20 commands and read what they say.
# needs: python3

python3 - << 'END'
import subprocess
from concurrent.futures import ThreadPoolExecutor


def run(number):
    return subprocess.run(["echo", str(number)], capture_output=True).stdout


with ThreadPoolExecutor(4) as pool:
    print(list(pool.map(run, range(20))))
END
