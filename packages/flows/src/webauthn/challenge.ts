import { type Ask, ask } from '../evaluate/need.ts';

const NOTE = 'challenge';

/** Letters and digits that are whole bytes as base64url (24 of them): what the browser sends back is the same text. */
const CHARACTERS = 32;

/** The open challenge of an execution, made when there is none. A page that is only shown again keeps it, so showing changes nothing. */
export function* openChallenge(notes: Map<string, string>): Ask<string> {
  const open = notes.get(NOTE) ?? (yield* ask({ kind: 'new-secret', characters: CHARACTERS }));
  notes.set(NOTE, open);
  return open;
}

/**
 * The challenge that an answer is judged by, taken away: each is answered once, rightly or not. The record of the login is written by
 * compare-and-set, so of two answers at the same moment one finds it.
 */
export function takeChallenge(notes: Map<string, string>): string | null {
  const open = notes.get(NOTE) ?? null;
  notes.delete(NOTE);
  return open;
}
