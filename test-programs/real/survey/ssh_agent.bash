# Ssh-agent is a daemon that takes a key over a socket.
# needs: ssh-agent ssh-add ssh-keygen

eval "$(ssh-agent -s)" > /dev/null
agent=$SSH_AGENT_PID
ssh-keygen -q -t rsa -b 2048 -N '' -f key
ssh-add -q key
ssh-add -l | wc -l
ssh-agent -k > /dev/null
# A process that nobody reaps has no exe.
while [ -e /proc/$agent/exe ]; do
  sleep 0.05
done
