# A master and two workers under four clients at once, a reload, and an orderly end.
set -e
mkdir -p site logs temporary
i=1
while [ $i -le 100 ]; do
  printf 'file %d\n%s\n' $i "$(seq -s ' ' 1 $i)" > site/file$i.txt
  i=$((i + 1))
done
user=
[ "$(id -u)" = 0 ] && user='user root;'
cat > nginx.conf << END
$user
worker_processes 2;
daemon off;
pid nginx.pid;
error_log logs/error.log warn;
events { worker_connections 64; }
http {
  access_log logs/access.log;
  client_body_temp_path temporary/body;
  proxy_temp_path temporary/proxy;
  fastcgi_temp_path temporary/fastcgi;
  uwsgi_temp_path temporary/uwsgi;
  scgi_temp_path temporary/scgi;
  gzip on;
  gzip_types text/plain;
  server {
    listen unix:nginx.sock;
    root site;
    location /answer { return 200 "answer\n"; }
  }
}
END
nginx -p "$PWD" -e logs/error.log -c nginx.conf &
master=$!
get() {
  curl -sS --unix-socket nginx.sock "$@"
}
until [ "$(get http://localhost/answer 2> /dev/null)" = answer ]; do
  sleep 0.02
done
load() {
  for client in 1 2 3 4; do
    get --compressed "http://localhost/file[1-100].txt" > client$client &
    clients="$clients $!"
  done
  wait $clients
  clients=
}
load
kill -HUP $master
load
sha256sum client1
for client in 2 3 4; do
  cmp client1 client$client && echo "client $client has the same"
done
get -o /dev/null -w '%{http_code}\n' http://localhost/none
kill -QUIT $master
wait $master
echo "the master ended with $?"
# The workers write a line when they have answered, which may be after the client has it.
echo "requests logged: $(grep -c 'file[0-9]*.txt' logs/access.log)"
