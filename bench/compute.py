"""Some 0.2 seconds of computing, as often as asked for: integers, dictionaries, text, hashes."""

import hashlib
import json
import sys


def primes(limit):
    sieve = bytearray([1]) * (limit + 1)
    sieve[0:2] = b"\0\0"
    for number in range(2, int(limit**0.5) + 1):
        if sieve[number]:
            sieve[number * number :: number] = bytes(len(range(number * number, limit + 1, number)))
    return [number for number, is_prime in enumerate(sieve) if is_prime]


def collatz(limit):
    longest = {}
    for start in range(1, limit):
        number, steps = start, 0
        while number != 1:
            number = number // 2 if number % 2 == 0 else 3 * number + 1
            steps += 1
        longest[start] = steps
    return max(longest.values())


for _ in range(int(sys.argv[1])):
    digest = hashlib.sha256()
    for prime in primes(500_000):
        digest.update(prime.to_bytes(4, "little"))
    rows = [{"n": n, "square": n * n, "text": f"{n:08x}"} for n in range(60_000)]
    print(collatz(40_000), digest.hexdigest()[:16], len(json.dumps(json.loads(json.dumps(rows)))))
