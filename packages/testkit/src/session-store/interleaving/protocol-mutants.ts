import type { HeldRecord, RecordMoves, SessionStore, StoreView } from '@anteroom/core';
import type { MoveUnderLoad, OpenTwoStores } from './move-under-load.ts';

/** A protocol of moving with one step missing or wrong: some interleaving must show it. */
export interface ProtocolMutant extends Pick<MoveUnderLoad, 'course'> {
  readonly name: string;
  readonly open: (correct: OpenTwoStores) => OpenTwoStores;
  readonly spoilView?: (view: StoreView) => StoreView;
}

const spoiled = (spoil: (moves: RecordMoves) => Partial<RecordMoves>): ProtocolMutant['open'] => {
  const spoilStore = (store: SessionStore): SessionStore =>
    store.moves === undefined ? store : { ...store, moves: { ...store.moves, ...spoil(store.moves) } };
  return (correct) => (context) => {
    const { r, s } = correct(context);
    return { r: spoilStore(r), s: spoilStore(s) };
  };
};

const asOther = (held: HeldRecord, change: (record: Extract<HeldRecord, { kind: 'record' }>['record']) => object): HeldRecord =>
  held.kind === 'record' ? { ...held, record: { ...held.record, ...change(held.record) } } : held;

export const protocolMutants: readonly ProtocolMutant[] = [
  {
    name: 'an outcome counts without asking whether the places have changed',
    course: 'there',
    open: (correct) => correct,
    spoilView: (view) => ({
      get routes() {
        return view.routes;
      },
      confirm: async () => view.routes,
      poll: () => view.poll(),
    }),
  },
  {
    name: 'what is copied can still be changed in the old store',
    course: 'there',
    open: spoiled((moves) => ({
      freeze: async (key, ticket) => {
        const held = await moves.peek(key);
        return held === null || held.kind === 'moved' ? null : { ...held, ticket };
      },
      release: async (key, ticket, until) => {
        await moves.freeze(key, ticket);
        return moves.release(key, ticket, until);
      },
    })),
  },
  {
    name: 'a record is restored without a ticket, however late',
    course: 'there',
    open: spoiled((moves) => ({
      restore: async (held, ticket) => {
        await moves.reserve(held.key, ticket, new Date(8e15));
        return moves.restore(held, ticket);
      },
    })),
  },
  {
    name: 'the old place is a mark before the record is in the target',
    course: 'there',
    open: spoiled((moves) => ({
      freeze: async (key, ticket) => {
        const held = await moves.freeze(key, ticket);
        await moves.release(key, ticket, new Date(8e15));
        return held;
      },
    })),
  },
  {
    name: 'a new record is made in the target without a mark in the old store',
    course: 'there',
    open: spoiled(() => ({ claim: async () => true })),
  },
  {
    name: 'versions begin anew in the target',
    course: 'there',
    open: spoiled((moves) => ({
      restore: (held, ticket) =>
        moves.restore(
          asOther(held, () => ({ version: 1 })),
          ticket,
        ),
    })),
  },
  {
    name: 'what was consumed can be consumed again in the target',
    course: 'there',
    open: spoiled((moves) => ({
      restore: (held, ticket) =>
        moves.restore(
          asOther(held, () => ({ consumedAt: null })),
          ticket,
        ),
    })),
  },
  {
    name: 'tombstones stay behind',
    course: 'there',
    open: spoiled((moves) => ({
      scan: async (query) => {
        const page = await moves.scan(query);
        return { ...page, held: page.held.filter((held) => held.kind === 'record') };
      },
    })),
  },
  {
    name: 'marks of the way there are in the way back',
    course: 'back',
    open: spoiled(() => ({ clear: async () => {} })),
  },
];
