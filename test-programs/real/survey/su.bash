# Root runs commands as another user.
# needs:

su nobody -s /bin/sh -c 'id -un'
setpriv --reuid=65534 --regid=65534 --clear-groups id -u
