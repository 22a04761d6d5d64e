import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import type { Lifecycle } from '@anteroom/http';
import { closeIdleUntil, createHttpServer } from '../http-server.ts';

export interface ConnectionServer {
  take(socket: Socket): void;
  /** To be called when no further connection comes: resolves when the last request was answered and its connection closed. */
  drain(): Promise<void>;
}

/** Serves HTTP on connections that another process accepted. */
export function createConnectionServer(handler: RequestListener, lifecycle: Lifecycle): ConnectionServer {
  const server = createHttpServer(handler, lifecycle);
  // A server that never listens would not enforce its time limits: Node starts to look after them with this event.
  server.emit('listening');
  const open = new Set<Socket>();
  return {
    take(socket) {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      socket.allowHalfOpen = true;
      server.emit('connection', socket);
    },
    async drain() {
      lifecycle.stopping = true;
      await closeIdleUntil(server, Promise.all([...open].map((socket) => once(socket, 'close'))));
    },
  };
}
