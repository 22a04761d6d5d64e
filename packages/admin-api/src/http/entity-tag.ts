import { createHash } from 'node:crypto';
import { AdminFailure } from './failure.ts';

/** Names what a representation says (RFC 9110 §8.8.3): equal for equal representations, whoever asks with the same permissions. */
export function entityTag(representation: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(representation)).digest('base64url').slice(0, 22)}"`;
}

/**
 * RFC 9110 §13.1.1: whether one of the tags of an `If-Match` is this one. A proxy that compresses makes a tag weak; it still names the same
 * representation.
 */
export function matches(ifMatch: string, tag: string): boolean {
  return ifMatch.split(',').some((given) => ['*', tag].includes(given.trim().replace(/^W\//, '')));
}

export const changedMeanwhile = () => new AdminFailure(412, { errorMessage: 'It was changed meanwhile: read it again' });
