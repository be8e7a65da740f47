# Dd makes a sparse file, and writes one directly.
# needs:

dd if=/dev/zero of=zeros bs=1M count=50 2> /dev/null
dd if=zeros of=sparse bs=4k conv=sparse 2> /dev/null
cmp zeros sparse
echo $?
dd if=zeros of=direct bs=1M oflag=direct count=4 2>&1 | grep -c copied
