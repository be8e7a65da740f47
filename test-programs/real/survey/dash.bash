# Dash loops, and runs a pipeline.
# needs:

touch a b c
dash -c '
  i=0
  while [ $i -lt 2000 ]; do
    i=$((i + 1))
  done
  echo $i
  ls | wc -l
'
