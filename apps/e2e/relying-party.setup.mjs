// Where the applications of the fixtures live (http://localhost:9999): an empty page at every address, for the whole run.
import { createServer } from 'node:http';

export default async function startRelyingParty() {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>relying party</title>');
  });
  await new Promise((resolve, reject) => {
    // Taken by another run on this machine: it serves the same page.
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve() : reject(error)));
    server.listen(9999, 'localhost', resolve);
  });
  server.unref();
}
