"""json, re, subprocess, hashlib, threading-free multiprocessing by fork, and what differs by run."""
import hashlib
import json
import os
import random
import re
import subprocess
import tempfile
import time

data = {"numbers": [i * i for i in range(1000)], "nested": {"text": "äöü", "none": None}}
text = json.dumps(data, sort_keys=True)
assert json.loads(text) == data
print("json", len(text))
print("digest", hashlib.sha256(text.encode()).hexdigest())
print("matches", len(re.findall(r"\b[1-9]\d*6\b", text)))
out = subprocess.run(["sh", "-c", "echo from $0; exit 3", "child"], capture_output=True, text=True)
print("subprocess", out.stdout.strip(), out.returncode)

read, write = os.pipe()
pid = os.fork()
if pid == 0:
    os.write(write, str(os.getppid()).encode())
    os._exit(7)
assert int(os.read(read, 20)) == os.getpid()
print("child", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

with tempfile.TemporaryDirectory() as directory:
    path = os.path.join(directory, "file")
    with open(path, "w") as file:
        file.writelines(f"{i}\n" for i in range(10000))
    with open(path) as file:
        print("lines", sum(int(line) for line in file))
assert not os.path.exists(directory)

start = time.monotonic()
time.sleep(0.01)
assert time.monotonic() - start >= 0.01
if "JRR_SHOW" in os.environ:
    print("shown:", time.time(), os.getpid(), random.random(), hash("seeded"), directory)
