# A namespace of processes with its own /proc.
# needs: ps

unshare -fpm --mount-proc sh -c 'ps ax > list; wc -l < list; echo $$'
