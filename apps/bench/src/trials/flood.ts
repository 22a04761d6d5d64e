// Run in a thread of its own, so that what it does is not taken for the latency of the requests beside it.
import { parentPort, workerData } from 'node:worker_threads';
import { openLoop } from '../load/open-loop.ts';
import { passwordRequest } from '../operations/token-request.ts';

export interface FloodOrder {
  readonly base: string;
  readonly protocol: string;
  readonly users: number;
  readonly perSecond: number;
  readonly seconds: number;
  readonly connections: number;
  /** What the proxy in front would say about whom it is from. */
  readonly from: string;
}

export interface FloodReport {
  /** By status; 0 without an answer. */
  readonly statuses: Readonly<Record<number, number>>;
  readonly withoutRetryAfter: number;
}

const order = workerData as FloodOrder;
const statuses: Record<number, number> = {};
let withoutRetryAfter = 0;
await openLoop({
  ...order,
  request: (index) => {
    const request = passwordRequest(order, index % order.users);
    return { ...request, headers: { ...request.headers, 'X-Forwarded-For': order.from } };
  },
  onAnswer: ({ reply }) => {
    const status = reply?.status ?? 0;
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (status === 503 && !reply?.headers.has('retry-after')) withoutRetryAfter += 1;
  },
});
parentPort?.postMessage({ statuses, withoutRetryAfter } satisfies FloodReport);
