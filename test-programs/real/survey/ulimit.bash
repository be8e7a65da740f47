# The limits of memory and of a file's size are met.
# needs: python3

(ulimit -v 200000; python3 -c 'x = bytearray(10**9)' 2>&1 | tail -1)
# The shell's message has the number of the process.
{ (ulimit -f 1; dd if=/dev/zero of=file bs=1k count=100; echo $?); } 2> /dev/null
