# A TLS server answers curl and ends by SIGTERM.
# needs: openssl curl

openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out certificate -subj /CN=x -days 1 \
  2> /dev/null
openssl s_server -accept 127.0.0.1:0 -key key -cert certificate -www > log 2>&1 &
server=$!
until address=$(grep -Eom1 '127.0.0.1:[0-9]+' log 2> /dev/null); do
  sleep 0.05
done
curl -sk "https://$address/" | grep -c 'Ciphers supported'
kill $server
wait $server 2> /dev/null
echo $?
