# Gcc optimises at link time, and builds for the sanitizers of addresses and of threads.
# needs: gcc

cat > double.c << 'END'
int twice(int a) {
  return a * 2;
}

int main(void) {
  return twice(21);
}
END
gcc -O2 -flto=2 double.c -o optimised
./optimised
echo $?
# The leak sanitizer refuses to run under ptrace.
gcc -fsanitize=address,undefined double.c -o addresses && ASAN_OPTIONS=detect_leaks=0 ./addresses
echo $?
gcc -fsanitize=thread double.c -o threads && ./threads
echo $?
