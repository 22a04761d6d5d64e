import { createHash } from 'node:crypto';

/** Eight hex digits that tell one life of a client entry from the next; tokens carry them in their ids (settled 8). */
export function generationMark(generation: string): string {
  return createHash('sha256').update(generation).digest('hex').slice(0, 8);
}
