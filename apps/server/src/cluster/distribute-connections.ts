import { createServer, type Server, type Socket } from 'node:net';

/** Somebody who serves connections. */
export interface ConnectionTaker {
  /** Connections on their way that it did not take over yet. */
  readonly waiting: number;
  give(socket: Socket): void;
}

const REFUSED_MS = 5_000;
const NOBODY = 'HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

/** Says so and closes: what was sent is read, or its end would never be seen, and who does not end is not waited for. */
function refuse(socket: Socket): void {
  socket.on('error', () => socket.destroy());
  socket.setTimeout(REFUSED_MS, () => socket.destroy());
  socket.resume();
  socket.end(NOBODY);
}

/**
 * Accepts connections, reads nothing of them, and gives them to the takers in turn, passing over those that are behind. The listening
 * socket is this process's alone: it is free again when this process ends, and when it is closed everything that was accepted has been
 * given to somebody.
 */
export function createDistributor(takers: () => readonly ConnectionTaker[]): { readonly server: Server; give(socket: Socket): void } {
  let turn = 0;

  function give(socket: Socket): void {
    const all = takers();
    if (all.length === 0) {
      refuse(socket);
      return;
    }
    turn = (turn + 1) % all.length;
    const inTurn = [...all.slice(turn), ...all.slice(0, turn)];
    inTurn.reduce((best, other) => (other.waiting < best.waiting ? other : best)).give(socket);
  }

  return { server: createServer({ pauseOnConnect: true, noDelay: true, allowHalfOpen: true }, give), give };
}
