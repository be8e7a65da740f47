# Three processes take turns by a lock.
# needs:

echo 0 > count
for i in 1 2 3; do
  flock lock -c 'echo $(($(cat count) + 1)) > count' &
done
wait
cat count
