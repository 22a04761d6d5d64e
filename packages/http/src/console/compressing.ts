import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);
/** The two best levels take ten times as long for three per cent. */
const BROTLI_QUALITY = 9;
/** Below this a packet more or less is all there is to win. */
const WORTH_BYTES = 1024;

/** Each file is compressed once per encoding, off the event loop, when it is first asked for; null where compressing wins nothing. */
export function createCompressing(): (path: string, body: Uint8Array, encoding: Encoding) => Promise<Uint8Array | null> {
  const done = new Map<string, Promise<Uint8Array | null>>();
  return (path, body, encoding) => {
    const key = `${encoding} ${path}`;
    const known = done.get(key);
    if (known !== undefined) return known;
    const made = compress(body, encoding);
    done.set(key, made);
    made.catch(() => done.delete(key));
    return made;
  };
}

async function compress(body: Uint8Array, encoding: Encoding): Promise<Uint8Array | null> {
  if (body.length < WORTH_BYTES) return null;
  const small =
    encoding === 'gzip'
      ? await toGzip(body, { level: 9 })
      : await toBrotli(body, {
          params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
        });
  return small.length < body.length ? small : null;
}
