# Pipelines whose pipes are full.
# needs:

yes | head -100000 | sort | uniq -c | tr -s ' '
seq 100000 | awk '{ sum += $1 } END { print sum }'
seq 3000000 > numbers
cat numbers | gzip -1 | gunzip | cmp - numbers
echo $?
