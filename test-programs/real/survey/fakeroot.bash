# Fakeroot preloads a library that asks a daemon over System V queues.
# needs: fakeroot

fakeroot sh -c 'touch a && chown 5:5 a && stat -c %u a'
