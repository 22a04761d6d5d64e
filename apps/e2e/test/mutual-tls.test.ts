import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Nginx, startNginx } from '@anteroom/testkit/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { AdminClient } from '../src/admin.ts';
import { createDemoRealm, DEMO, DEMO_PASSWORD } from '../src/demo-realm.ts';
import { type RunningServer, removeDataDir, startServer } from '../src/server.ts';

const ROBOT = 'robot';

interface Pair {
  readonly cert: string;
  readonly key: string;
}

describe('a client that proves itself by its certificate in TLS, at nginx', () => {
  let folder: string;
  let server: RunningServer;
  let nginx: Nginx;
  const pairs: Record<string, Pair> = {};

  const certificate = (name: string, subject = name): Pair => {
    const [cert, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
    const pair = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert];
    execFileSync('openssl', ['req', '-x509', '-days', '2', ...pair, '-subj', `/CN=${subject}`], { stdio: 'ignore' });
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'anteroom-mtls-'));
    chmodSync(folder, 0o755);
    for (const name of [ROBOT, 'stranger']) pairs[name] = certificate(name);
    pairs.impostor = certificate('impostor', ROBOT);
    const known = join(folder, 'known.pem');
    writeFileSync(known, `${pairs[ROBOT]!.cert}${pairs.stranger!.cert}`);
    const env = { ANTEROOM_PROXY_HEADERS: 'xforwarded', ANTEROOM_PROXY_CLIENT_CERTIFICATE_HEADER: 'ssl-client-cert' };
    server = await startServer({ env });
    const admin = new AdminClient(server);
    await createDemoRealm(admin);
    await admin.must('POST', `/${DEMO}/clients`, {
      clientId: ROBOT,
      serviceAccountsEnabled: true,
      directAccessGrantsEnabled: true,
      clientAuthenticatorType: 'client-x509',
      attributes: { 'x509.subjectdn': `CN=${ROBOT}`, 'tls.client.certificate.bound.access.tokens': 'true' },
    });
    nginx = await startNginx(
      ({ port, certificate: cert, key }) => `server {
        listen 127.0.0.1:${port} ssl;
        ssl_certificate ${cert};
        ssl_certificate_key ${key};
        ssl_client_certificate ${known};
        ssl_verify_client optional;
        location / {
          proxy_pass ${server.local.replace('localhost', '127.0.0.1')};
          proxy_set_header Host ${new URL(server.base).host};
          proxy_set_header X-Forwarded-For $remote_addr;
          proxy_set_header ssl-client-cert $ssl_client_escaped_cert;
        }
      }`,
    );
  }, 60_000);
  afterAll(async () => {
    await nginx?.stop();
    await server?.stop();
    removeDataDir(server.dataDir);
    rmSync(folder, { recursive: true });
  });

  interface Answered {
    readonly status: number;
    readonly body: Readonly<Record<string, string>>;
  }
  /** One call over a TLS connection of its own, with this certificate or none. */
  const call = (
    path: string,
    {
      as,
      form,
      method = form === undefined ? 'GET' : 'POST',
      headers = {},
    }: { as?: string; form?: Record<string, string>; method?: string; headers?: Record<string, string> },
  ) =>
    new Promise<Answered>((resolve, reject) => {
      const body = form === undefined ? undefined : new URLSearchParams(form).toString();
      const sent = request(
        {
          ...{ host: '127.0.0.1', port: nginx.port, ca: nginx.ca, servername: 'localhost', agent: false },
          ...(as === undefined ? {} : pairs[as]),
          path: path.startsWith('/') ? path : `/realms/${DEMO}/protocol/openid-connect/${path}`,
          method,
          headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) },
        },
        (answer) => {
          let text = '';
          answer.on('data', (chunk) => {
            text += chunk;
          });
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text.startsWith('{') ? JSON.parse(text) : {} }));
        },
      );
      sent.on('error', reject).end(body);
    });

  it('gets tokens, which are worth nothing without it', async () => {
    const form = { grant_type: 'client_credentials', client_id: ROBOT };
    expect((await call('token', { form })).status).toBe(401);
    expect((await call('token', { form, as: 'stranger' })).status).toBe(401);
    expect((await call('token', { form, as: 'impostor' })).status).toBe(400);
    expect((await call('token', { form, as: ROBOT })).status).toBe(200);

    const password = { grant_type: 'password', client_id: ROBOT, username: 'ann', password: DEMO_PASSWORD, scope: 'openid' };
    const { body } = await call('token', { form: password, as: ROBOT });
    const headers = { authorization: `Bearer ${body.access_token}` };
    expect((await call('userinfo', { headers, as: ROBOT })).status).toBe(200);
    expect((await call('userinfo', { headers, as: 'stranger' })).status).toBe(401);
    expect((await call('userinfo', { headers })).status).toBe(401);
  });

  it('is openid-client 6, unmodified, with TlsClientAuth', async () => {
    /** What Node's fetch does not take: a certificate for this one connection. */
    const withCertificate: client.CustomFetch = async (url, { method, headers, body }) => {
      const { pathname, search } = new URL(url);
      const answer = await call(`${pathname}${search}`, {
        as: ROBOT,
        method,
        headers,
        ...(body == null ? {} : { form: Object.fromEntries(new URLSearchParams(String(body))) }),
      });
      return Response.json(answer.body, { status: answer.status });
    };
    const issuer = new URL(`${server.base}/realms/${DEMO}`);
    const execute = [client.allowInsecureRequests];
    const config = await client.discovery(issuer, ROBOT, { use_mtls_endpoint_aliases: true }, client.TlsClientAuth(), {
      execute,
      [client.customFetch]: withCertificate,
    });
    const tokens = await client.genericGrantRequest(config, 'password', {
      username: 'ann',
      password: DEMO_PASSWORD,
      scope: 'openid email',
    });
    expect(await client.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub)).toMatchObject({ email: 'ann@demo.test' });
    const next = await client.refreshTokenGrant(config, tokens.refresh_token!);
    await client.tokenRevocation(config, next.refresh_token!);
    await expect(client.refreshTokenGrant(config, next.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('B016: is not believed about a certificate that it names itself', async () => {
    const forged = { 'ssl-client-cert': encodeURIComponent(pairs[ROBOT]!.cert) };
    const form = { grant_type: 'client_credentials', client_id: ROBOT };
    expect((await call('token', { form, headers: forged })).status).toBe(401);
  });
});
