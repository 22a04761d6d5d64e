import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { type JWK, SignJWT } from 'jose';
import type { AdminClient } from '../admin.ts';
import { CALLBACK_ORIGIN } from '../browser.ts';
import { codeFlow, openForm, postForm } from '../code-flow.ts';
import { DEMO, DEMO_PASSWORD, SHOP } from '../demo-realm.ts';
import { CookieJar, send } from '../http-client.ts';
import { atNode } from '../installation/at-node.ts';
import type { RaceAnswer } from '../race.ts';
import type { RaceStage } from './races.ts';

const PROTOCOL = `/realms/${DEMO}/protocol/openid-connect`;
const REGISTRATION = `/realms/${DEMO}/clients-registrations/openid-connect`;
const SIGNER = 'signer';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = publicKey.export({ format: 'jwk' }) as JWK;
const seconds = () => Math.floor(Date.now() / 1000);

/** A client that proves itself by assertions. */
export async function createSigner(admin: AdminClient): Promise<void> {
  await admin.must('POST', `/${DEMO}/clients`, {
    clientId: SIGNER,
    serviceAccountsEnabled: true,
    clientAuthenticatorType: 'client-jwt',
    attributes: { 'use.jwks.string': 'true', 'jwks.string': JSON.stringify({ keys: [{ ...jwk, kid: 'k', use: 'sig' }] }) },
  });
}

/** Everybody shows the same client assertion (RFC 7523 §3, `jti`). */
export async function raceForAssertion({ nodes, race }: RaceStage): Promise<readonly RaceAnswer[]> {
  const assertion = await new SignJWT({ iss: SIGNER, sub: SIGNER, aud: `${nodes[0]!.base}/realms/${DEMO}`, jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES256', kid: 'k' })
    .setExpirationTime(seconds() + 60)
    .sign(privateKey);
  return race.run(
    nodes.map(({ local }) => `${local}${PROTOCOL}/token`),
    {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    },
  );
}

/** Everybody shows the same proof of possession (RFC 9449 §11.1). */
export async function raceForProof({ nodes, race }: RaceStage): Promise<readonly RaceAnswer[]> {
  const dpop = await new SignJWT({ htm: 'POST', htu: `${nodes[0]!.base}${PROTOCOL}/token`, iat: seconds(), jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
    .sign(privateKey);
  return race.run(
    nodes.map(({ local }) => `${local}${PROTOCOL}/token`),
    { grant_type: 'client_credentials', ...SHOP },
    { dpop },
  );
}

/** Everybody opens the same pushed request in a browser that is signed in (RFC 9126 §7.3). */
export async function raceForPushedRequest({ nodes, race }: RaceStage): Promise<readonly RaceAnswer[]> {
  const node = nodes[0]!;
  const jar = new CookieJar();
  const { action } = await openForm(codeFlow(node, DEMO, { id: SHOP.client_id, secret: SHOP.client_secret }), jar);
  await postForm(atNode(node, action!), 'ann', DEMO_PASSWORD, jar);
  const form = { ...SHOP, response_type: 'code', scope: 'openid', redirect_uri: `${CALLBACK_ORIGIN}/cb` };
  const pushed = await send(`${node.local}${PROTOCOL}/ext/par/request`, { method: 'POST', form });
  const { request_uri } = pushed.json as { readonly request_uri: string };
  const query = new URLSearchParams({ client_id: SHOP.client_id, request_uri });
  return race.run(
    nodes.map(({ local }) => `${local}${PROTOCOL}/auth?${query}`),
    null,
    { cookie: jar.header() },
  );
}

export const leadsToCode = ({ location }: RaceAnswer): boolean => location !== null && new URL(location).searchParams.has('code');

/** Everybody manages the same client with the same registration access token (RFC 7592 §3). */
export async function raceForRegistrationToken({ nodes, race }: RaceStage, admin: AdminClient): Promise<readonly RaceAnswer[]> {
  const initial = (await admin.must('POST', `/${DEMO}/clients-initial-access`, { count: 1, expiration: 600 })).json;
  const made = await send(`${nodes[0]!.local}${REGISTRATION}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${(initial as { readonly token: string }).token}` },
    json: { redirect_uris: [`${CALLBACK_ORIGIN}/cb`] },
  });
  const { client_id, registration_access_token } = made.json as Readonly<Record<'client_id' | 'registration_access_token', string>>;
  return race.run(
    nodes.map(({ local }) => `${local}${REGISTRATION}/${client_id}`),
    null,
    { authorization: `Bearer ${registration_access_token}` },
  );
}
