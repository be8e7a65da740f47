# Finds files by name and size, counts lines of each, in a fixed order.
find input -name '*.txt' -size +1k -exec sh -c 'echo "$1 $(wc -l < "$1")"' sh {} \; | sort
find input -type l -printf '%p -> %l\n'
