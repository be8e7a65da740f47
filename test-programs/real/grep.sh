# Searches a tree; the order in which grep visits it is the file system's.
grep -rn needle input | sort
grep -rlE '^9[0-9]+ (alpha|beta)' input | sort
grep -c needle input/dir0/file0.txt
