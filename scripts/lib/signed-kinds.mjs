// docs/signed-kinds.md: every kind of token that a realm signs, and what else is marked with a key. A file of the product that signs or
// computes a MAC without standing in the list is a problem, and so is a listed one that no longer does.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './toolchain.mjs';

const SIGNS = /\b(createHmac|createSign|signCallback|signBytes|crypto\.sign|SignJWT|CompactSign|subtle\.sign)\b/;

/** The signer and verifier of the kinds; nothing else may use them. */
const OF_KINDS = ['packages/oidc/src/signed/jws-signature.ts', 'packages/oidc/src/signed/signed-tokens.ts'];

const MARKS = {
  'packages/oidc/src/browser/login-tab.ts': [
    '`session_code` of a step, proof of a repeated form',
    "the browser's root cookie",
    'tab and step; the body',
  ],
  'packages/oidc/src/logout/logout-code.ts': ['plan of a logout that is to be confirmed', "the browser's root cookie", 'tab and plan'],
  'packages/oidc/src/possession/dpop-proof.ts': ['nonce for DPoP proofs (RFC 9449 §8)', "the realm's HS512 key", 'realm and five minutes'],
  'packages/store-sql/src/secret-box.ts': [
    'marks by which sealed values are found, check value',
    'a key derived from the secret key',
    'the value',
  ],
  'apps/server/src/webhooks/sign-delivery.ts': ['delivery of a webhook (Standard Webhooks)', "the webhook's secret", 'id, time and body'],
};

function sources() {
  return ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group))
      .filter((name) => !['testkit', 'e2e', 'bench', 'admin-ui'].includes(name))
      .flatMap((name) =>
        readdirSync(join(root, group, name, 'src'), { recursive: true })
          .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|test-rig/.test(file))
          .map((file) => join(group, name, 'src', file)),
      ),
  );
}

export async function signedKinds() {
  const { SIGNED_KINDS } = await import('../../packages/core/src/signed-kinds.ts');
  const signing = sources().filter((file) => SIGNS.test(readFileSync(join(root, file), 'utf8')));
  const listed = [...OF_KINDS, ...Object.keys(MARKS)];
  const problems = [
    ...signing.filter((file) => !listed.includes(file)).map((file) => `${file} signs something that docs/signed-kinds.md does not list`),
    ...listed
      .filter((file) => !signing.includes(file))
      .map((file) => `${file} is listed in scripts/lib/signed-kinds.mjs and signs nothing`),
  ];
  const row = (cells) => `| ${cells.join(' | ')} |`;
  const kinds = Object.entries(SIGNED_KINDS).map(([kind, { key, typ, audience, requiredClaims, expires }]) =>
    row([`\`${kind}\``, key, `\`${typ}\``, audience, requiredClaims.map((claim) => `\`${claim}\``).join(' '), expires]),
  );
  const marks = Object.entries(MARKS).map(([file, cells]) => row([...cells, `\`${file}\``]));
  return {
    problems,
    kinds: [row(['kind', 'key', '`typ`', 'audience', 'must have', 'expires']), row(Array(6).fill('---')), ...kinds].join('\n'),
    marks: [row(['what', 'key', 'bound to', 'where']), row(Array(4).fill('---')), ...marks].join('\n'),
  };
}
