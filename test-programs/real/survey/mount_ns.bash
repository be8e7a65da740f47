# A namespace of mounts, and a namespace of processes whose first one SIGKILL does not end.
# needs: mount

mkdir point
unshare -rm sh -c 'mount -t tmpfs none point && touch point/a && ls point'
ls point
unshare -rp --fork sh -c 'echo $$; kill -9 $$; echo alive'
