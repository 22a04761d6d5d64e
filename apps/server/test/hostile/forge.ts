import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

const part = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const CANARY = 'https://keys.canary.test/';
const attacker = generateKeyPairSync('rsa', { modulusLength: 2048 });
const attackerJwk = { ...attacker.publicKey.export({ format: 'jwk' }), kid: 'attacker', use: 'sig', alg: 'RS256' };

interface Parts {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly head: string;
  readonly payload: string;
  readonly signature: string;
  readonly publicKey: KeyObject;
}

const hmac = (header: object, payload: string, key: string, hash = 'sha256') => {
  const text = `${part(header)}.${payload}`;
  return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`;
};
const byAttacker = (header: object, payload: string) => {
  const text = `${part({ alg: 'RS256', ...header })}.${payload}`;
  return `${text}.${sign('sha256', Buffer.from(text), attacker.privateKey).toString('base64url')}`;
};
const pem = (key: KeyObject) => key.export({ format: 'pem', type: 'spki' }).toString();

/** What somebody without a key makes of a good token (RFC 8725 §2): none of these may be taken anywhere. */
const FORGERIES: Readonly<Record<string, (parts: Parts) => string>> = {
  unsigned: ({ header, payload }) => `${part({ ...header, alg: 'none' })}.${payload}.`,
  'alg none with the signature': ({ header, payload, signature }) => `${part({ ...header, alg: 'NONE' })}.${payload}.${signature}`,
  'public key as secret': ({ header, payload, publicKey }) => hmac({ ...header, alg: 'HS256' }, payload, pem(publicKey)),
  'public key as longer secret': ({ header, payload, publicKey }) => hmac({ ...header, alg: 'HS512' }, payload, pem(publicKey), 'sha512'),
  'empty secret': ({ header, payload }) => hmac({ ...header, alg: 'HS256', kid: '../../../dev/null' }, payload, ''),
  'signed by somebody': ({ header, payload }) => byAttacker({ kid: header.kid }, payload),
  'key in the header': ({ header, payload }) => byAttacker({ typ: header.typ, jwk: attackerJwk, jku: CANARY, x5u: CANARY }, payload),
  'claims changed': ({ head, claims, signature }) => `${head}.${part({ ...claims, sub: 'x', exp: 1e12 })}.${signature}`,
  'claims of odd types': ({ head, claims, signature }) =>
    `${head}.${part(Object.fromEntries(Object.keys(claims).map((name, at) => [name, [{}, [], null, -1, 1e308, true][at % 6]])))}.${signature}`,
  'claims are a list': ({ head, claims, signature }) => `${head}.${part([claims])}.${signature}`,
  'claims are no JSON': ({ head, signature }) => `${head}.${part('{"a":')}.${signature}`,
  'pollution in the claims': ({ head, signature }) => `${head}.${part('{"__proto__":{"polluted":1},"typ":"Bearer"}')}.${signature}`,
  'header of odd types': ({ payload, signature }) => `${part({ alg: {}, kid: [], typ: 7, crit: 'x' })}.${payload}.${signature}`,
  'header is null': ({ payload, signature }) => `${part('null')}.${payload}.${signature}`,
  'critical header': ({ header, payload, signature }) => `${part({ ...header, crit: ['b64'], b64: false })}.${payload}.${signature}`,
  'huge header': ({ header, payload, signature }) => `${part({ ...header, x: 'x'.repeat(9000) })}.${payload}.${signature}`,
  'deep claims': ({ head, signature }) => `${head}.${part(`${'['.repeat(3000)}${']'.repeat(3000)}`)}.${signature}`,
  'no signature': ({ head, payload }) => `${head}.${payload}.`,
  'half the signature': ({ head, payload, signature }) => `${head}.${payload}.${signature.slice(0, signature.length / 2)}`,
  'five parts': ({ head, payload, signature }) => `${head}.${payload}.${signature}.${payload}.${signature}`,
  'encrypted header': ({ payload, signature }) => `${part({ alg: 'dir', enc: 'A256GCM', zip: 'DEF' })}..${payload}.${payload}.${signature}`,
  'compressed header': ({ payload, signature }) =>
    `${part({ alg: 'PBES2-HS256+A128KW', enc: 'A256GCM', p2c: 1e9, p2s: 'AAAA' })}.AAAA.${payload}.${payload}.${signature}`,
  'not base64url': ({ head, payload, signature }) => `${head}.${payload.slice(0, 9)}*é%00${payload.slice(9)}.${signature}`,
  dots: () => '....',
};

export const FORGERY_NAMES: readonly string[] = Object.keys(FORGERIES);

/** A forgery of a token; of what is no JWT, the same without its last characters. */
export function forge(name: string, good: string, publicKey: KeyObject): string {
  const [head = '', payload = '', signature = ''] = good.split('.');
  try {
    const read = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
    const parts = { header: read(head), claims: read(payload), head, payload, signature, publicKey };
    return FORGERIES[name]?.(parts) ?? '';
  } catch {
    return `${good.slice(0, -3)}-_-`;
  }
}

/** A JWT by a key of one's own: assertions of clients, request objects, proofs of possession. */
export function signOwn(privateKey: KeyObject, claims: object, header: object = {}): string {
  const text = `${part({ alg: 'ES256', kid: 'k', ...header })}.${part(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
