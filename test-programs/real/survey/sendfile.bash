# The kernel copies between files for Python: sendfile, copy_file_range, posix_fallocate.
# needs: python3

seq 300000 > input
python3 - << 'END'
import os

source = os.open("input", os.O_RDONLY)
target = os.open("output", os.O_RDWR | os.O_CREAT, 0o600)
print(os.sendfile(target, source, 0, 10**6))
print(os.copy_file_range(source, target, 5000))
os.posix_fallocate(target, 0, 4096)
print(os.fstat(target).st_size)
END
md5sum output
