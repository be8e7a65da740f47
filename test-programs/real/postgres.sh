# A cluster from nothing, a small pgbench with two clients, a query, and an orderly end.
# PostgreSQL does not run as root: this script becomes nobody then, in a directory of nobody's.
set -e
if [ -z "$1" ]; then
  directory=$(mktemp -d /tmp/jrr-postgres.XXXXXX)
  trap 'rm -rf "$directory"' EXIT
  cp "$0" "$directory/run.sh"
  as=
  if [ "$(id -u)" = 0 ]; then
    chown -R nobody "$directory"
    as='setpriv --reuid=nobody --regid=nogroup --clear-groups'
  fi
  cd "$directory"
  HOME=$directory $as sh "$directory/run.sh" "$directory"
  exit
fi
directory=$1
for bin in /usr/lib/postgresql/*/bin; do
  PATH=$bin:$PATH
done
initdb -D "$directory/data" -U tester -A trust -N --no-locale -E UTF8 > "$directory/initdb.log" 2>&1
echo "cluster made"
cat >> "$directory/data/postgresql.conf" << END
listen_addresses = ''
unix_socket_directories = '$directory'
fsync = off
shared_buffers = 4MB
max_connections = 10
autovacuum = off
END
pg_ctl -D "$directory/data" -l "$directory/server.log" -w -s start
export PGHOST="$directory" PGUSER=tester PGDATABASE=postgres
pgbench -q -i -s 1 > "$directory/pgbench.log" 2>&1
pgbench -c 2 -j 2 -t 50 -n >> "$directory/pgbench.log" 2>&1
grep 'transactions actually processed' "$directory/pgbench.log"
psql -At -c 'SELECT count(*), sum(abalance) = (SELECT sum(delta) FROM pgbench_history)
  FROM pgbench_accounts'
psql -At -c 'SELECT count(*) FROM pgbench_history'
pg_ctl -D "$directory/data" -m fast -w -s stop
echo "server ended"
