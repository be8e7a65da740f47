# Node compresses on its thread pool.
# needs: node

node - << 'END'
const zlib = require('zlib');

zlib.gzip(Buffer.alloc(5e6, 7), (error, compressed) => console.log(compressed.length));
END
