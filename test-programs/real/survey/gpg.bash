# Gpg makes a key, and its agent outlives it until it is told to end.
# needs: gpg gpg-agent gpgconf gpg-connect-agent

export GNUPGHOME=$PWD/home
mkdir -m 700 home
gpg --batch --passphrase '' --quick-gen-key a@b.c default default > log 2>&1
echo $?
gpg --list-secret-keys 2> /dev/null | grep -c a@b.c
agent=$(gpg-connect-agent 'getinfo pid' /bye | sed -n 's/^D //p')
gpgconf --kill all
# A process that nobody reaps has no exe.
while [ -e /proc/$agent/exe ]; do
  sleep 0.05
done
