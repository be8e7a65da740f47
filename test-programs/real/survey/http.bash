# Python's http.server answers curl five times and ends by SIGTERM.
# needs: python3 curl

source "${BASH_SOURCE%/*}/http_server.sh"
start_server
for i in 1 2 3 4 5; do
  curl -s "http://127.0.0.1:$port/" | wc -l
done
stop_server
