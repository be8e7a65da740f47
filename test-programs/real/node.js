// An HTTP server answers 2,000 requests of its own process; then worker threads share memory.
'use strict';
const http = require('http');
const crypto = require('crypto');
const { Worker, isMainThread, parentPort, workerData } = require('worker_threads');

const REQUESTS = 2000;
const CONNECTIONS = 8;

function serve() {
  return new Promise((resolve, reject) => {
    const server = http.createServer((request, response) => {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify({ path: request.url, length: body.length }));
      });
    });
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

function ask(agent, port, number) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { agent, port, host: '127.0.0.1', method: 'POST', path: `/item/${number}` },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve(JSON.parse(text)));
      });
    request.on('error', reject);
    request.end('x'.repeat(number % 500));
  });
}

async function requests() {
  const server = await serve();
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let next = 0;
  let sum = 0;
  async function client() {
    while (next < REQUESTS) {
      const number = next++;
      const answer = await ask(agent, server.address().port, number);
      if (answer.path !== `/item/${number}` || answer.length !== number % 500) {
        throw new Error(`wrong answer to ${number}`);
      }
      sum += answer.length;
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  agent.destroy();
  await new Promise((resolve) => server.close(resolve));
  console.log(`requests ${REQUESTS}, bytes ${sum}`);
}

async function workers() {
  const shared = new SharedArrayBuffer(16);
  const results = await Promise.all([1, 2, 3, 4].map((seed) => new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { workerData: { shared, seed } });
    worker.on('message', resolve);
    worker.on('error', reject);
  })));
  console.log(results.map((result) => `worker ${result}`).join('\n'));
  console.log(`shared counter ${new Int32Array(shared)[0]}`);
}

function work({ shared, seed }) {
  const counter = new Int32Array(shared);
  let hash = crypto.createHash('sha256');
  let state = seed;
  const garbage = [];
  for (let i = 0; i < 20000; i++) {
    state = (state * 1103515245 + 12345) % 2147483648;
    garbage[i % 500] = { text: `value ${state}`, list: [i, state] };
    if (i % 10 === 0) {
      hash.update(garbage[i % 500].text);
    }
    Atomics.add(counter, 0, 1);
  }
  parentPort.postMessage(`${seed}: ${hash.digest('hex').slice(0, 16)}`);
}

async function main() {
  await requests();
  await workers();
  let ticks = 0;
  await new Promise((resolve) => {
    const timer = setInterval(() => {
      if (++ticks === 10) {
        clearInterval(timer);
        resolve();
      }
    }, 2);
  });
  console.log(`ticks ${ticks}`);
  if (process.env.JRR_SHOW) {
    console.log("shown:", process.pid, process.hrtime.bigint(), Math.random());
  }
}

if (isMainThread) {
  main();
} else {
  work(workerData);
}
