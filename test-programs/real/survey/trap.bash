# A shell traps SIGTERM, and the limit of CPU time ends another.
# needs:

(
  trap 'echo term; exit 5' TERM
  : > ready
  while :; do
    sleep 0.05
  done
) &
shell=$!
until [ -e ready ]; do
  sleep 0.05
done
kill $shell
wait $shell
echo $?
# The shell's message has the number of the process.
{
  (
    ulimit -t 1
    while :; do
      :
    done
  )
} 2> /dev/null
echo $?
