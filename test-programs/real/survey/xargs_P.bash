# Xargs has four children at once.
# needs:

seq 40 | xargs -P 4 -n 1 echo | sort -n | md5sum
