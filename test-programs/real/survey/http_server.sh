# For scripts that ask a server: Python's http.server with a directory that holds "numbers".

# Sets server, its process, and port.
start_server() {
  mkdir site
  seq 100 > site/numbers
  python3 -u -m http.server --bind 127.0.0.1 --directory site 0 > log 2>&1 &
  server=$!
  until port=$(grep -Eom1 'port [0-9]+' log 2> /dev/null); do
    sleep 0.05
  done
  port=${port#port }
}

# Ends it by SIGTERM and prints its status.
stop_server() {
  kill $server
  wait $server 2> /dev/null
  echo $?
}
