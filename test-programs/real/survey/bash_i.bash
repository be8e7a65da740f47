# An interactive bash without a terminal has a job.
# needs:

mkfifo gate
HISTFILE=history setsid -w bash --norc -i 2> /dev/null << 'END'
echo started
cat gate &
jobs | wc -l
echo opened > gate
wait
exit 3
END
echo $?
