# Compresses on four threads in small blocks, tests and restores the lines on four threads.
set -e
cp lines original
xz -T4 -1 --block-size=256KiB lines
xz -T4 -t lines.xz
sha256sum lines.xz
xz -T4 -d lines.xz
cmp lines original && echo restored
