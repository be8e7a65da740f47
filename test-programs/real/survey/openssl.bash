# Openssl measures until SIGALRM, and makes a certificate.
# needs: openssl

openssl speed -seconds 1 -bytes 1024 sha256 2> /dev/null | wc -l
openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out certificate -subj /CN=x -days 1 \
  2> /dev/null
ls
