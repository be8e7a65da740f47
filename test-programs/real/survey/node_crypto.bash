# Node's thread pool computes a key.
# needs: node

node - << 'END'
const crypto = require('crypto');

crypto.pbkdf2('a', 'b', 20000, 32, 'sha1', (error, key) => console.log(key.toString('hex')));
END
