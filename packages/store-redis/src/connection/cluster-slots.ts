import type { Address } from './redis-url.ts';

export interface SlotRange {
  readonly first: number;
  readonly last: number;
  readonly master: Address;
  /** Replicas that the cluster does not hold for failed. */
  readonly replicas: number;
}

type SlotsReply = readonly (readonly [
  first: number,
  last: number,
  ...nodes: (readonly [host: string | null, port: number, ...unknown[]])[],
])[];

/** Reads the reply of `CLUSTER SLOTS`. A node that does not know its own address means the one that was asked. */
export function readSlots(reply: unknown, asked: Address): readonly SlotRange[] {
  return (reply as SlotsReply).flatMap(([first, last, master, ...replicas]) =>
    master === undefined
      ? []
      : [{ first, last, master: { host: master[0] || asked.host, port: Number(master[1]) }, replicas: replicas.length }],
  );
}
