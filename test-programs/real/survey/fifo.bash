# A subshell writes slowly to a named pipe that cat reads.
# needs:

mkfifo pipe
(
  for i in 1 2 3; do
    echo $i
    sleep 0.05
  done > pipe
) &
cat pipe
wait
