# Compiles and links a program, runs it, and says what the compiler makes of a mistake.
set -e
gcc -O1 -g -Wall -o primes "$1"
./primes 10000
gcc -O2 -S -o primes.s "$1"
grep -c 'ret' primes.s
echo 'int main(void) { return missing; }' > wrong.c
if gcc -c wrong.c; then
  exit 1
fi
echo "the mistake was refused"
