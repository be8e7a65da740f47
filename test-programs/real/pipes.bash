# Pipes, subshells, process substitution, arrays, traps, background jobs and here documents.
set -e -o pipefail
total=0
for dir in input/dir*; do
  count=$(ls "$dir" | wc -l)
  ((total += count))
done
echo "total $total"
declare -A longest
while read -r number word _; do
  if ((number > ${longest[$word]:-0})); then
    longest[$word]=$number
  fi
done < <(cat input/dir*/file*.txt | head -400)
for word in $(printf '%s\n' "${!longest[@]}" | sort); do
  echo "$word ${longest[$word]}"
done
(cd input && (cd dir1 && pwd | sed 's,.*/,,'))
trap 'echo "caught TERM"' TERM
kill -TERM $$
{ sleep 0.05; exit 3; } &
status=0
wait $! || status=$?
echo "the job ended with $status"
tr a-z A-Z << END
here document of $total
END
if false | true; then
  echo "pipefail is off"
else
  echo "pipefail is on"
fi
