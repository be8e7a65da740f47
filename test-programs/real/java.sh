# Runs the program $1 (Threads.java) with a small heap, so that it is collected often.
set -e
[ -e Threads.class ] || javac -d . "$1"
exec java -Xmx48m -XX:+UseG1GC -XX:-UsePerfData -cp . Threads
