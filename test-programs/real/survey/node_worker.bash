# Three worker threads of node answer.
# needs: node

node - << 'END'
const { Worker } = require('worker_threads');

const WORK = "require('worker_threads').parentPort.postMessage(1 + 1)";
for (let i = 0; i < 3; i++) {
  new Worker(WORK, { eval: true }).on('message', (message) => console.log(message));
}
END
