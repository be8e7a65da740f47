# Programs die of SIGSEGV, sent and earned.
# needs: gcc

# The shell's own message has the number of the process.
{ sh -c 'kill -SEGV $$'; } 2> /dev/null
echo $?
cat > null.c << 'END'
int main(void) {
  *(volatile int *)0 = 1;
}
END
gcc null.c -o null
{ ./null; } 2> /dev/null
echo $?
