import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Where an attacker would like the server to look for a key. */
const CANARY = 'https://canary.test/keys';

const attacker = generateKeyPairSync('rsa', { modulusLength: 2048 });
const attackerJwk = { ...attacker.publicKey.export({ format: 'jwk' }), kid: 'attacker', use: 'sig', alg: 'RS256' };

function hmac(header: object, payload: string, key: string | KeyObject, hash: string): string {
  const text = `${part(header)}.${payload}`;
  return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`;
}

function byAttacker(header: object, payload: string): string {
  const text = `${part({ alg: 'RS256', ...header })}.${payload}`;
  return `${text}.${sign('sha256', Buffer.from(text), attacker.privateKey).toString('base64url')}`;
}

/**
 * What can be made of one good token by somebody who has no key but knows everything public (RFC 8725 §2): unsigned, confused, self-signed,
 * mutated, spelt otherwise. `publicKey` is the key that the good one, or its realm, is verified with.
 */
export function forgeries(good: string, publicKey: KeyObject): Readonly<Record<string, string>> {
  const [head = '', payload = '', signature = ''] = good.split('.');
  const header = JSON.parse(Buffer.from(head, 'base64url').toString());
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const { alg: _, ...unsigned } = header;
  const other = header.alg === 'ES256' ? 'ES384' : header.alg === 'HS512' ? 'HS256' : 'PS256';
  return {
    'no signature': `${head}.${payload}.`,
    'alg none': `${part({ ...header, alg: 'none' })}.${payload}.`,
    'alg nOnE, signature kept': `${part({ ...header, alg: 'nOnE' })}.${payload}.${signature}`,
    'no alg': `${part(unsigned)}.${payload}.${signature}`,
    'public key as secret': hmac({ ...header, alg: 'HS256' }, payload, pem, 'sha256'),
    'public key as secret, 512': hmac({ ...header, alg: 'HS512' }, payload, pem, 'sha512'),
    'empty secret': hmac({ ...header, alg: 'HS256', kid: '../../../../dev/null' }, payload, '', 'sha256'),
    'another algorithm in the header': `${part({ ...header, alg: other })}.${payload}.${signature}`,
    'signed by nobody we know': byAttacker({ typ: header.typ, kid: 'attacker' }, payload),
    'signed under our key id': byAttacker({ typ: header.typ, kid: header.kid }, payload),
    'key in the header': byAttacker({ typ: header.typ, jwk: attackerJwk, kid: 'attacker' }, payload),
    'address of keys in the header': byAttacker({ typ: header.typ, jku: CANARY, kid: 'attacker' }, payload),
    'address of a certificate in the header': byAttacker({ typ: header.typ, x5u: CANARY, x5c: ['AAAA'], kid: 'attacker' }, payload),
    'critical header': `${part({ ...header, crit: ['b64'], b64: false })}.${payload}.${signature}`,
    'claim changed': `${head}.${part({ ...claims, sub: 'somebody-else', x: 1 })}.${signature}`,
    truncated: good.slice(0, -2),
    'one character more': `${good}A`,
    padded: `${good}=`,
    'a part more': `${good}.e30`,
    'blank in front': ` ${good}`,
    'foreign character inside': `${good.slice(0, 30)}!${good.slice(30)}`,
    'signature of zeros': `${head}.${payload}.${Buffer.alloc(Buffer.from(signature, 'base64url').length).toString('base64url')}`,
    'payload is a list': `${head}.${part([claims])}.${signature}`,
    'parts swapped': `${payload}.${head}.${signature}`,
    dots: '..',
  };
}

/** Those that are an honest proof by a key of one's own where that is what is asked for (DPoP). */
export const SELF_SIGNED: readonly string[] = [
  'signed by nobody we know',
  'signed under our key id',
  'key in the header',
  'address of keys in the header',
  'address of a certificate in the header',
];

/** What HTTP takes away before anybody reads the header (RFC 9110 §5.5). */
export const SAME_IN_A_HEADER: readonly string[] = ['blank in front'];
