import { HttpConnection, type HttpReply, type HttpRequest } from './http-connection.ts';

export interface Answered {
  /** Milliseconds since it should have been sent, waiting for a free connection included. */
  readonly ms: number;
  /** Null when the connection was closed or refused. */
  readonly reply: HttpReply | null;
  /** `performance.now()` of the answer. */
  readonly at: number;
}

export interface OpenLoop {
  readonly base: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** At most that many at once; what finds none free waits, and the wait counts. */
  readonly connections: number;
  readonly request: (index: number) => HttpRequest;
  readonly onAnswer: (answered: Answered) => void;
}

const TICK_MS = 5;

/** Sends at a fixed rate whatever the answers do, as people and attackers do; ends when all is answered. */
export async function openLoop({ base, perSecond, seconds, connections, request, onAnswer }: OpenLoop): Promise<void> {
  const free = Array.from({ length: connections }, () => new HttpConnection(new URL(base)));
  const all = [...free];
  const due: { readonly index: number; readonly since: number }[] = [];
  const begun = performance.now();
  const total = Math.floor(perSecond * seconds);
  let scheduled = 0;
  let open = 0;

  const sendNext = () => {
    while (free.length > 0 && due.length > 0) {
      const connection = free.pop() as HttpConnection;
      const { index, since } = due.shift() as (typeof due)[number];
      open += 1;
      connection
        .send(request(index))
        .catch(() => null)
        .then((reply) => {
          open -= 1;
          free.push(connection);
          const at = performance.now();
          onAnswer({ ms: at - since, reply, at });
          sendNext();
        });
    }
  };

  while (scheduled < total || due.length > 0 || open > 0) {
    const now = performance.now();
    for (; scheduled < total && begun + (scheduled * 1000) / perSecond <= now; scheduled += 1)
      due.push({ index: scheduled, since: begun + (scheduled * 1000) / perSecond });
    sendNext();
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  for (const connection of all) connection.close();
}
