# Tmux has a server, a client and a pty.
# needs: tmux

export SHELL=/bin/sh # nobody's shell runs nothing
tmux -S socket -f /dev/null new-session -d 'echo inside; exec sleep 600'
server=$(tmux -S socket display-message -p '#{pid}')
until tmux -S socket capture-pane -p | grep inside; do
  sleep 0.05
done
tmux -S socket list-sessions | wc -l
tmux -S socket kill-server
echo $?
# A process that nobody reaps has no exe.
while [ -e /proc/$server/exe ]; do
  sleep 0.05
done
