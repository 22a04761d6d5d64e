// The methods of `@keycloak/keycloak-admin-client`, read from its own source, with what becomes of each call here. What works is called by
// apps/e2e/test/admin-client.test.ts, which fails when a method is neither called nor listed as not offered.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './toolchain.mjs';

const PACKAGE = 'apps/e2e/node_modules/@keycloak/keycloak-admin-client';

export async function adminClientTable() {
  const { version } = JSON.parse(readFileSync(join(root, PACKAGE, 'package.json'), 'utf8'));
  const { default: KcAdminClient } = await import(pathToFileURL(join(root, PACKAGE, 'lib/index.js')).href);
  const { differs, notOffered } = JSON.parse(readFileSync(join(root, 'apps/e2e/src/admin-client/methods.json'), 'utf8'));
  const client = new KcAdminClient();
  const methods = Object.entries(client)
    .filter(([, resource]) => typeof resource === 'object' && resource !== null && 'makeRequest' in resource)
    .flatMap(([name, resource]) => {
      const own = Object.keys(resource).filter((key) => typeof resource[key] === 'function' && !key.startsWith('make'));
      const inherited = Object.getOwnPropertyNames(Object.getPrototypeOf(resource)).filter((key) => key !== 'constructor');
      return [...new Set([...own, ...inherited])].map((method) => `${name}.${method}`);
    })
    .sort();
  const problems = [...Object.keys(differs), ...Object.keys(notOffered)]
    .filter((method) => !methods.includes(method))
    .map((method) => `apps/e2e/src/admin-client/methods.json: the client has no ${method}`);
  const row = (method) => {
    if (notOffered[method] !== undefined) return `| \`${method}\` | not offered | ${notOffered[method]} |`;
    return differs[method] === undefined ? `| \`${method}\` | works | |` : `| \`${method}\` | differs | ${differs[method]} |`;
  };
  const [none, other] = [methods.filter((method) => method in notOffered).length, methods.filter((method) => method in differs).length];
  const text = [
    `\`@keycloak/keycloak-admin-client\` ${version}: ${methods.length} methods, of which ${methods.length - none - other} work, ${other} differ and ${none} are not offered.`,
    '',
    '| method | here | |',
    '|---|---|---|',
    ...methods.map(row),
  ].join('\n');
  return { text, problems };
}
