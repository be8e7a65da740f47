# Python's http.server answers wget and ends by SIGTERM.
# needs: python3 wget

mkdir site
seq 100 > site/numbers
python3 -u -m http.server --bind 127.0.0.1 --directory site 0 > log 2>&1 &
server=$!
until port=$(grep -Eom1 'port [0-9]+' log 2> /dev/null); do
  sleep 0.05
done
port=${port#port }
wget -q -O - "http://127.0.0.1:$port/numbers" | wc -l
kill $server
wait $server 2> /dev/null
echo $?
