# The exporter is scraped twenty times over loopback, and ended by SIGTERM.
port=$((20000 + $$ % 20000))
prometheus-node-exporter --web.listen-address=127.0.0.1:$port > exporter.log 2>&1 &
exporter=$!
scrape() {
  curl -sS "http://127.0.0.1:$port/metrics" 2> curl.log
}
until scrape | grep -q '^node_exporter_build_info'; do
  kill -0 $exporter || exit 1
  sleep 0.05
done
good=0
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  if [ "$(scrape | grep -cE '^(node_memory_MemTotal_bytes|go_goroutines|node_load1) ')" = 3 ]; then
    good=$((good + 1))
  fi
done
echo "scrapes $good"
kill -TERM $exporter
wait $exporter 2> /dev/null
echo "ended with $?"
