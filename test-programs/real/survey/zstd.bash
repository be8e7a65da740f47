# Zstd compresses 30 MB with four threads.
# needs: zstd

seq 5000000 | head -c 30000000 > file
zstd -q -T4 file -o file.zst
zstd -dc file.zst | cmp - file
echo $?
