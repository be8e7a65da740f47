# Sort has four threads and little memory.
# needs:

seq 1000000 > random
seq 300000 | shuf --random-source=random | sort -n --parallel=4 -S 1M | md5sum
