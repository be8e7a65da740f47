# Commands that set something and run another.
# needs:

stdbuf -oL seq 5 | tee lines | tac
nohup echo nohup 2> /dev/null
setsid -w echo setsid
nice -n 5 echo nice
ionice -c 3 echo ionice
chrt -b 0 echo chrt
cpu=$(taskset -cp $$ | grep -o '[0-9]*$')
taskset -c "$cpu" echo taskset
numfmt --to=iec 123456
