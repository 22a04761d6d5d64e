import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

/** A wire to a port of this machine that counts the connections made over it. */
export interface CountingRelay {
  readonly port: number;
  connections(): number;
  stop(): Promise<void>;
}

export async function startCountingRelay(to: number): Promise<CountingRelay> {
  let connections = 0;
  const server = createServer((near) => {
    connections += 1;
    const far = connect(to, '127.0.0.1');
    near.pipe(far).pipe(near);
    for (const end of [near, far]) end.on('error', () => [near, far].map((one) => one.destroy()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    stop: async () => {
      server.close();
    },
  };
}
