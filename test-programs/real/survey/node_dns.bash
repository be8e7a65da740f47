# Node and getent look a name up.
# needs: node

node - << 'END'
require('dns').lookup('localhost', (error, address) => console.log(address));
END
getent hosts localhost | head -1
