import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export const SPA = 'spa';

/** Their packages export no plain file, and a browser needs one. */
const library = (name: string, file: string) => readFileSync(join(import.meta.dirname, '../node_modules', name, file), 'utf8');

const PAGES: Readonly<Record<string, string>> = {
  'keycloak.html': `<!doctype html><title>app</title><script type="module">
    import Keycloak from './keycloak.js';
    globalThis.create = (config) => new Keycloak(config);
    globalThis.ready = true;
  </script>`,
  'oidc.html': `<!doctype html><title>app</title><script src="oidc-client-ts.js"></script><script>
    globalThis.create = (settings) => new oidc.UserManager(settings);
    globalThis.ready = true;
  </script>`,
  'silent-sso.html': '<!doctype html><script>parent.postMessage(location.href, location.origin)</script>',
  'silent.html': `<!doctype html><script src="oidc-client-ts.js"></script><script>
    new oidc.UserManager({ authority: 'x', client_id: 'x', redirect_uri: 'x' }).signinSilentCallback();
  </script>`,
};

export interface ApplicationHost {
  /** Address of the applications, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves single-page applications and their unmodified libraries. A server of its own: a browser lets no made-up page frame a local one. */
export async function hostApplications(): Promise<ApplicationHost> {
  const scripts: Readonly<Record<string, string>> = {
    'keycloak.js': library('keycloak-js', 'lib/keycloak.js'),
    'oidc-client-ts.js': library('oidc-client-ts', 'dist/browser/oidc-client-ts.js'),
  };
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://x').pathname.slice(1);
    const script = scripts[name];
    const type = script === undefined ? 'text/html' : 'text/javascript';
    response.writeHead(200, { 'content-type': type }).end(script ?? PAGES[name] ?? '<!doctype html><title>app</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A public client of the demo realm for them. */
export function spaClient({ url }: ApplicationHost): object {
  return {
    clientId: SPA,
    enabled: true,
    publicClient: true,
    redirectUris: [`${url}/*`],
    webOrigins: ['+'],
    attributes: { 'pkce.code.challenge.method': 'S256', 'post.logout.redirect.uris': '+' },
  };
}
