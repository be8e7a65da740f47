# Watch waits, without a screen, until what it runs says something else.
# needs: watch

TERM=xterm watch -n 0.1 -g 'date +%N' > /dev/null
echo $?
