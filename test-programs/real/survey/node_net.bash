# A server in node echoes for 50 connections of the same process.
# needs: node

node - << 'END'
const net = require('net');

const CONNECTIONS = 50;
let closed = 0;
const server = net.createServer((connection) => connection.pipe(connection));
server.listen(0, () => {
  for (let i = 0; i < CONNECTIONS; i++) {
    const client = net.connect(server.address().port, () => client.end('hello'));
    client.on('data', () => {});
    client.on('close', () => {
      if (++closed === CONNECTIONS) {
        console.log(closed);
        server.close();
      }
    });
  }
});
END
