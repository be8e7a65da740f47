# Script gives a program a pty.
# needs:

script -qc 'tty > /dev/null && stty size && echo hi' /dev/null
