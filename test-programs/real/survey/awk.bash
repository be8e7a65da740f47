# Awk adds random numbers up and reads from a command.
# needs:

awk 'BEGIN {
  srand(1)
  for (i = 0; i < 300000; i++) {
    sum += rand()
  }
  print sum
  "date -u -d @0 +%Y" | getline year
  print year
}'
