# Compresses on one thread, tests and restores the lines.
set -e
cp lines original
xz -T1 -1 lines
xz -t lines.xz
sha256sum lines.xz
xz -d lines.xz
cmp lines original && echo restored
