# Vim edits a file without a screen.
# needs: vim

seq 1000 | sed 's/$/ root/' > in
vim -es -u NONE +'r in' +'%s/root/toor/g' +'w! out' +q
echo $?
grep -c toor out
