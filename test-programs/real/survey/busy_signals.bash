# Timeout ends what computes, and what writes.
# needs:

timeout 1 sh -c 'while :; do :; done'
echo $?
# Timeout kills itself as well; the shell's message has the number of the process.
{ timeout -s KILL 0.5 yes > /dev/null; } 2> /dev/null
echo $?
