# A server on a local socket, a benchmark against it, a snapshot by fork, and an orderly end.
set -e
redis-server --port 0 --unixsocket redis.sock --dir . --save '' --appendonly no \
  --daemonize no --logfile redis.log &
server=$!
cli() {
  redis-cli -s redis.sock "$@"
}
until [ "$(cli ping 2> /dev/null)" = PONG ]; do
  kill -0 $server # fails where it could not start
  sleep 0.02
done
redis-benchmark -s redis.sock -n 2000 -c 10 -r 100 -t set,get,incr,lpush,rpop -q > benchmark
[ "$(grep -c 'requests per second' benchmark)" = 5 ]
cli set name value
cli get name
for i in 1 2 3; do
  cli incr visits
done
cli eval 'local n = 0 for i = 1, 1000 do n = n + i end return n' 0
cli bgsave
until [ "$(cli info persistence | grep -c 'rdb_bgsave_in_progress:0')" = 1 ]; do
  sleep 0.02
done
[ -s dump.rdb ] && echo "snapshot written"
cli shutdown nosave || true
wait $server
echo "the server ended with $?"
