import { AnteroomError } from '../errors.ts';

/** A part of a JSON object: a member as text, or one element of a member that is read element by element. */
export interface DocumentPiece {
  readonly key: string;
  /** Null for a whole member. */
  readonly index: number | null;
  readonly text: string;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const isOpening = (byte: number) => byte === 0x7b || byte === 0x5b;
const isClosing = (byte: number) => byte === 0x7d || byte === 0x5d;
/** Blank, tab, line feed, carriage return, and the three bytes of a byte order mark. */
const isBlank = (byte: number) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0xef || byte === 0xbb || byte === 0xbf;

/**
 * Reads a JSON object of any size piece by piece, so that no more of it is in memory than its largest piece: the members of the object,
 * and of the `streamed` ones (lists) the elements. Only brackets and quotes are looked at here (in UTF-8 they are never part of another
 * character); whoever parses a piece finds what is wrong in it. Throws `invalid_input` for what is no object or ends too early.
 */
export async function* splitDocument(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  streamed: ReadonlySet<string>,
): AsyncGenerator<DocumentPiece> {
  const decoder = new TextDecoder();
  let depth = 0;
  let inString = false;
  let escaped = false;
  let ended = false;
  /** The member's name, once it is read. */
  let key: string | null = null;
  /** Where elements of the present member stand; null when the member is taken whole. */
  let index: number | null = null;
  /** Earlier chunks of the text that is being taken; null between texts. */
  let taken: Uint8Array[] | null = null;
  let from = 0;

  const finish = (chunk: Uint8Array, end: number): string => {
    const parts = [...(taken ?? []), chunk.subarray(from, end)];
    taken = null;
    return parts.length === 1 ? decoder.decode(parts[0]) : decoder.decode(joined(parts));
  };

  for await (const chunk of chunks) {
    from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
        continue;
      }
      if (isBlank(byte)) continue;
      if (depth === 0) {
        if (byte !== 0x7b || ended) throw broken(ended ? 'there is something behind its end' : 'it is no object');
        depth = 1;
        continue;
      }
      const level = index === null ? 1 : 2;
      const ends = depth === level && (byte === COMMA || isClosing(byte));
      if (depth === 1 && byte === COLON && key === null) {
        key = nameOf(finish(chunk, at));
        continue;
      }
      if (ends && taken !== null) {
        if (key === null) throw broken('a member has no name');
        yield { key, index, text: finish(chunk, at) };
        if (index === null) key = null;
        else index += 1;
      }
      if (ends && level === 1 && key !== null) throw broken('a member has no value');
      if (ends) {
        if (isClosing(byte)) depth -= 1;
        // The end of a streamed list is the end of its member.
        if (depth < level) [index, key] = [null, null];
        ended = depth === 0;
        continue;
      }
      if (taken === null && depth === 1 && byte === 0x5b && key !== null && streamed.has(key)) {
        index = 0;
        depth = 2;
        continue;
      }
      if (taken === null) {
        taken = [];
        from = at;
      }
      if (byte === QUOTE) inString = true;
      else if (isOpening(byte)) depth += 1;
      else if (isClosing(byte)) depth -= 1;
    }
    // The chunk may be a buffer that is filled again.
    if (taken !== null) (taken as Uint8Array[]).push(chunk.slice(from));
  }
  if (!ended) throw broken('it ends too early');
}

function nameOf(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch (cause) {
    throw new AnteroomError('invalid_input', `this is no realm document: ${text.slice(0, 40)} is no name of a member`, { cause });
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function broken(reason: string): AnteroomError {
  return new AnteroomError('invalid_input', `this is no realm document: ${reason}`);
}
