import type { ClientEntry, SessionRecord } from '../records.ts';
import type { NewClientEntry } from '../sso-sessions.ts';
import { withFamily } from './refresh-families.ts';

/** An entry as it begins. `generation` sets it apart from every earlier entry of the same client (settled 8). */
export function newEntry(input: NewClientEntry, generation: string, now: number): ClientEntry {
  return updateEntry({ started: now, client: input.client, generation, families: [], revoked: [] } as unknown as ClientEntry, input, now);
}

/** An existing entry after another login of the same client: new facts, the same generation, so its older tokens stay good. */
export function updateEntry(entry: ClientEntry, input: NewClientEntry, now: number): ClientEntry {
  const updated = {
    ...entry,
    lastAccess: now,
    redirectUri: input.redirectUri,
    scope: input.scope,
    authTime: input.authTime.getTime(),
    acr: input.acr,
    notes: { ...entry.notes, ...input.notes },
    revoked: unexpired(entry.revoked, now),
  };
  return input.family === undefined ? updated : withFamily(updated, input.family, now);
}

export function withEntry(record: SessionRecord, entry: ClientEntry): SessionRecord {
  return { ...record, clients: { ...record.clients, [entry.client]: entry } };
}

export function withoutEntry(record: SessionRecord, clientUuid: string): SessionRecord {
  const { [clientUuid]: _removed, ...clients } = record.clients;
  return { ...record, clients };
}

/** A use at `now`: the session and the entry were in use. */
export function touched(record: SessionRecord, clientUuid: string, now: number): SessionRecord {
  const entry = record.clients[clientUuid];
  const used = { ...record, lastAccess: Math.max(now, record.lastAccess) };
  return entry === undefined ? used : withEntry(used, { ...entry, lastAccess: Math.max(now, entry.lastAccess) });
}

export function withRevoked(entry: ClientEntry, token: { readonly jti: string; readonly exp: number }, now: number): ClientEntry {
  const others = unexpired(entry.revoked, now).filter((one) => one.jti !== token.jti);
  return { ...entry, revoked: [...others, { jti: token.jti, exp: token.exp }] };
}

function unexpired(revoked: ClientEntry['revoked'], now: number): ClientEntry['revoked'] {
  return revoked.filter((token) => token.exp * 1000 > now);
}
