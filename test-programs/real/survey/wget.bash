# Python's http.server answers wget and ends by SIGTERM.
# needs: python3 wget

source "${BASH_SOURCE%/*}/http_server.sh"
start_server
wget -q -O - "http://127.0.0.1:$port/numbers" | wc -l
stop_server
