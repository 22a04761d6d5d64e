// Where the applications of the fixtures live (http://localhost:9999): an empty page at every address, for the whole run.
import { createServer } from 'node:http';

const RETRY_MS = 100;

export default async function startRelyingParty() {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>relying party</title>');
  });
  const listen = () => server.listen(9999, 'localhost');
  await new Promise((resolve, reject) => {
    server.once('listening', resolve);
    server.on('error', (error) => {
      if (error.code !== 'EADDRINUSE') return reject(error);
      // Another run on this machine serves the same page, and this one goes on when that one ends.
      setTimeout(listen, RETRY_MS).unref();
      resolve();
    });
    listen();
  });
  server.unref();
}
