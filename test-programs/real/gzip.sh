# Compresses, tests and restores the lines.
set -e
cp lines original
gzip -n -6 lines
gzip -t lines.gz
sha256sum lines.gz
gunzip lines.gz
cmp lines original && echo restored
