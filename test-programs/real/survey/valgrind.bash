# Valgrind translates ls.
# needs: valgrind

touch a b c
valgrind -q ls | wc -l
