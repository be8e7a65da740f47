# A pager writes to a pipe, and to a pty until it is told to quit.
# needs: less

seq 1000 > lines
less -FX lines | tail -1
mkfifo keys
TERM=xterm script -qc 'less lines' /dev/null < keys > screen &
script=$!
exec 3> keys
until grep -q '^20' screen 2> /dev/null; do
  sleep 0.05
done
printf q >&3
exec 3>&-
wait $script
echo $?
