import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { testCertificate } from '../test-rig/test-certificate.ts';
import { claimsOf, TOKEN } from '../test-rig/walks.ts';

describe('clients and tokens bound to a certificate (mutual TLS)', () => {
  let rig: FullRig;
  let own: Buffer;
  let other: Buffer;
  beforeAll(async () => {
    own = (await testCertificate({ C: 'DE', O: 'Acme', CN: 'robot' })).der;
    other = (await testCertificate({ C: 'DE', O: 'Evil', CN: 'robot' })).der;
    rig = await startFullRig({
      client: (client) =>
        client.clientId === 'acme-api'
          ? {
              ...client,
              clientAuthenticatorType: 'client-x509',
              attributes: { 'x509.subjectdn': 'CN=robot, O=Acme, C=DE', 'tls.client.certificate.bound.access.tokens': 'true' },
            }
          : client,
    });
  });
  afterAll(() => rig.close());

  const ask = async (form: Readonly<Record<string, string>>, shown: Buffer | null) => {
    const response = await fetch(new URL(TOKEN, rig.base), {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'acme-api', ...form }),
      headers: shown === null ? {} : { 'x-test-certificate': shown.toString('base64') },
    });
    return { status: response.status, body: await response.json() };
  };
  const PASSWORD = { grant_type: 'password', username: 'alice', password: 'alice-pw', scope: 'openid' };
  const userinfo = (token: string, shown: Buffer | null) =>
    fetch(`${rig.issuer}/protocol/openid-connect/userinfo`, {
      headers: { authorization: `Bearer ${token}`, ...(shown === null ? {} : { 'x-test-certificate': shown.toString('base64') }) },
    }).then(({ status }) => status);

  it('prove a client by the subject it is registered with, and by nothing else', async () => {
    expect((await ask(PASSWORD, own)).status).toBe(200);
    expect((await ask(PASSWORD, other)).body.error).toBe('unauthorized_client');
    expect((await ask(PASSWORD, null)).status).toBe(401);
    expect((await ask({ ...PASSWORD, client_secret: 'acme-api-secret' }, null)).status).toBe(401);
  });

  it('B117: bind its tokens: another certificate or none makes them worthless', async () => {
    const { body } = await ask(PASSWORD, own);
    expect(claimsOf(body.access_token).cnf).toEqual({ 'x5t#S256': createHash('sha256').update(own).digest('base64url') });
    expect(await userinfo(body.access_token, own)).toBe(200);
    expect(await userinfo(body.access_token, other)).toBe(401);
    expect(await userinfo(body.access_token, null)).toBe(401);
  });

  it('bind its refresh tokens as well', async () => {
    const { body } = await ask(PASSWORD, own);
    const again = { grant_type: 'refresh_token', refresh_token: body.refresh_token };
    const { attributes } = rig.clients.get('acme-api')!;
    rig.changeClient('acme-api', { attributes: { ...attributes, 'x509.subjectdn': 'C=DE,O=Evil,CN=robot' } });
    expect((await ask(again, other)).body.error).toBe('invalid_grant');
    rig.changeClient('acme-api', { attributes });
    expect((await ask(again, own)).status).toBe(200);
  });
});
