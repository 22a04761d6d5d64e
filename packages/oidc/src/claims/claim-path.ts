/**
 * Claims that say who, for whom, by whom and until when. No mapper configuration reaches them (CVE-2024-29892): `sub`, `acr` and `aud` have mappers
 * of their own, everything else is the issuer's.
 */
const RESERVED = new Set([
  'iss',
  'sub',
  'aud',
  'exp',
  'nbf',
  'iat',
  'jti',
  'typ',
  'azp',
  'sid',
  'session_state',
  'scope',
  'nonce',
  'acr',
  'at_hash',
  'c_hash',
  's_hash',
  'cnf',
  'act',
  'may_act',
  'active',
  'token_type',
]);

/** Splits a configured claim name at its dots; `\.` is a dot inside a name, `\\` a backslash. */
function splitClaimPath(name: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (let i = 0; i < name.length; i++) {
    const char = name[i]!;
    if (char === '\\' && i + 1 < name.length) part += name[++i];
    else if (char === '.') {
      if (part !== '') parts.push(part);
      part = '';
    } else part += char;
  }
  if (part !== '') parts.push(part);
  return parts;
}

/** The path of a mapper's `claim.name`, or null when it has none or must not have this one. */
export function writablePath(name: string | undefined): readonly string[] | null {
  const path = splitClaimPath(name ?? '');
  if (path.length === 0 || path.includes('__proto__') || RESERVED.has(path[0]!)) return null;
  return path;
}

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Writes a value at a path. With `merge`, lists that are there already are extended without doubles. A value in the way stays as it is. */
export function writeClaim(claims: Tree, path: readonly string[], value: unknown, merge: boolean): void {
  let tree = claims;
  for (const part of path.slice(0, -1)) {
    if (!Object.hasOwn(tree, part)) tree[part] = {};
    const next = tree[part];
    if (!isTree(next)) return;
    tree = next;
  }
  const last = path.at(-1)!;
  const present = Object.hasOwn(tree, last) ? tree[last] : undefined;
  if (!merge || present === undefined) {
    tree[last] = value;
    return;
  }
  const list = Array.isArray(present) ? present : [present];
  tree[last] = [...new Set([...list, ...(Array.isArray(value) ? value : [value])])];
}
