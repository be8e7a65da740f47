# Bash has jobs, a trap, a coprocess and a process substitution.
# needs:

for i in 1 2 3 4; do
  (sleep 0.$i; echo $i > out$i) &
done
wait
cat out?
trap 'echo usr1' USR1
kill -USR1 $$
coproc cat
cat=$COPROC_PID
echo hi >&"${COPROC[1]}"
read -r answer <&"${COPROC[0]}"
echo "$answer"
exec {COPROC[1]}>&-
wait $cat
exec 3< <(echo q)
cat <&3
