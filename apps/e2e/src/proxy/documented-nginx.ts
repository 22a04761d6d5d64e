import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NginxPlace } from '@anteroom/testkit/services';

const PAGE = join(import.meta.dirname, '../../../../docs/production.md');

/** The configuration that the documentation gives, for these nodes; nothing else of it is changed. */
export function documentedNginx(nodePorts: readonly [number, number]): (place: NginxPlace) => string {
  const block = /```nginx\n([\s\S]*?)```/.exec(readFileSync(PAGE, 'utf8'))?.[1];
  if (block === undefined) throw new Error('docs/production.md shows no nginx configuration');
  return ({ port, certificate, key }) =>
    [
      ['10.0.0.11:8080', `127.0.0.1:${nodePorts[0]}`],
      ['10.0.0.12:8080', `127.0.0.1:${nodePorts[1]}`],
      ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
      ['server_name login.example.org', 'server_name localhost'],
      ['/etc/nginx/login.example.org.pem', certificate],
      ['/etc/nginx/login.example.org.key', key],
    ].reduce((text, [from = '', to = '']) => {
      if (!text.includes(from)) throw new Error(`the documented configuration has no ${from}`);
      return text.replace(from, to);
    }, block);
}
