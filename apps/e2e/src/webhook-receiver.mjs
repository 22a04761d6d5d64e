// A destination of webhooks as its own process: keeps each delivery in a file before it answers, so that what it answered for is there
// however it ends. node webhook-receiver.mjs <port> <file> <status>
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, file, status = '200'] = process.argv.slice(2);
createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    appendFileSync(file, `${JSON.stringify({ headers: request.headers, body })}\n`);
    response.writeHead(Number(status)).end();
  });
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
