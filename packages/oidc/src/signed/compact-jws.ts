/** Nothing that we sign comes near this; a longer string is not even split. */
const MAX_LENGTH = 32 * 1024;

export interface CompactJws {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly signature: Buffer;
  /** What the signature is over (RFC 7515 §5.1). */
  readonly signed: Buffer;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function joinJws(header: object, payload: object): string {
  return `${encode(header)}.${encode(payload)}`;
}

/** Only the canonical encoding: Node would skip foreign characters and ignore stray bits, so that one token had many spellings. */
function decode(part: string): Buffer | null {
  const bytes = Buffer.from(part, 'base64url');
  return bytes.length > 0 && bytes.toString('base64url') === part ? bytes : null;
}

function parseObject(bytes: Buffer): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

/** Takes a compact serialization apart; null for anything that is not exactly one. Nothing of it is trusted yet. */
export function splitJws(token: string): CompactJws | null {
  if (token.length > MAX_LENGTH) return null;
  const parts = token.split('.');
  if (parts.length !== 3) return null;
  const [header, payload, signature] = parts.map(decode) as [Buffer | null, Buffer | null, Buffer | null];
  if (header === null || payload === null || signature === null) return null;
  const headerObject = parseObject(header);
  const payloadObject = parseObject(payload);
  if (headerObject === null || payloadObject === null) return null;
  return { header: headerObject, payload: payloadObject, signature, signed: Buffer.from(token.slice(0, token.lastIndexOf('.'))) };
}
