# Ed writes a file that ex prints.
# needs: ed ex

ed -s << 'END'
a
hello
.
w text
q
END
cat text
ex -s text << 'END'
1,$p
q
END
