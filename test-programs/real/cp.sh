# Copies a tree with times and links; the order in which cp works is the file system's.
set -e
cp -av input copy | sort
diff -r input copy
ls -lR --time-style=full-iso copy
cp copy/dir0/file0.txt single
cmp single input/dir0/file0.txt && echo same
