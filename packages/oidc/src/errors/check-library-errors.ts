import type { Client } from '@anteroom/core';
import { callInProcess } from '../provider/in-process-call.ts';
import { type LibraryCall, type LibraryPayload, libraryCall } from '../provider/library-call.ts';
import type { Provider } from '../provider/oidc-provider-seam.ts';
import { PATHS } from '../provider/provider-configuration.ts';
import { TOKEN_ERRORS, tokenRefusal } from './token-errors.ts';

const CLIENT = { id: 'self-test' } as Client;
const REDIRECT = 'https://redirect.invalid/';
const VERIFIER = 'v'.repeat(43);
const CODE: LibraryPayload = { clientId: CLIENT.id, accountId: 'account', grantId: 'grant', redirectUri: REDIRECT, scope: 'openid' };
const CHALLENGED: LibraryPayload = { ...CODE, codeChallenge: 'c'.repeat(43), codeChallengeMethod: 'S256' };

interface Provocation {
  readonly form: Readonly<Record<string, string>>;
  readonly call?: Partial<LibraryCall>;
}

const redeeming = (payload: LibraryPayload | null, form: Readonly<Record<string, string>> = {}): Provocation => ({
  form: { grant_type: 'authorization_code', code: 'code', redirect_uri: REDIRECT, ...form },
  call: { redeemCode: async () => payload, findGrant: async (id) => ({ id, accountId: 'account' }) },
});

/** Each refusal that is worded by the library, and a request that must bring it about. */
const PROVOCATIONS: Readonly<Record<string, Provocation>> = {
  'authorization_code/authorization code not found': redeeming(null),
  'authorization_code/grant not found': { ...redeeming(CODE), call: { redeemCode: async () => CODE } },
  'authorization_code/client mismatch': redeeming({ ...CODE, clientId: 'another' }),
  'authorization_code/authorization code redirect_uri mismatch': redeeming(CODE, { redirect_uri: 'https://other.invalid/' }),
  'authorization_code/code_verifier must be provided': redeeming(CHALLENGED),
  'authorization_code/code_verifier does not match code_challenge': redeeming(CHALLENGED, { code_verifier: VERIFIER }),
  'authorization_code/unsupported code_challenge_method': redeeming(CODE, { code_verifier: VERIFIER }),
  'authorization_code/code_verifier must be a string with a minimum length of 43 characters': redeeming(CHALLENGED, { code_verifier: 'x' }),
  'authorization_code/code_verifier must be a string with a maximum length of 128 characters': redeeming(CHALLENGED, {
    code_verifier: 'x'.repeat(129),
  }),
  'authorization_code/code_verifier contains invalid characters': redeeming(CHALLENGED, { code_verifier: '!'.repeat(43) }),
  'refresh_token/client mismatch': {
    form: { grant_type: 'refresh_token', refresh_token: 'token' },
    call: { findRefreshToken: async () => ({ clientId: 'another' }) },
  },
};

/** Rows of the table whose words are the library's, as `grant/detail`. */
export function libraryWorded(ours: readonly string[]): readonly string[] {
  return TOKEN_ERRORS.filter(({ detail }) => !ours.includes(detail)).map(({ grant, detail }) => `${grant}/${detail}`);
}

/**
 * Brings about every refusal that the table knows in the library's words, and names the rows that did not answer to it: after an
 * upgrade that rewords a refusal the server must not start and tell clients something else (settled 14).
 */
export async function unansweredErrors(provider: Provider, authorization: string): Promise<readonly string[]> {
  const unanswered: string[] = [];
  for (const [name, { form, call }] of Object.entries(PROVOCATIONS)) {
    const made = libraryCall({ client: CLIENT, ...call });
    await callInProcess(provider, { path: PATHS.token, form, headers: { authorization } }, made);
    const [grant, detail] = [form.grant_type as 'authorization_code', name.slice(name.indexOf('/') + 1)];
    const expected = TOKEN_ERRORS.find((row) => row.grant === grant && row.detail === detail)?.refusal;
    const { refusal, known } = tokenRefusal(grant, made.error ?? {});
    if (!known || expected === undefined || refusal.description !== expected.description) unanswered.push(name);
  }
  return unanswered;
}

/** The client of the provocations, for the credentials of the call. */
export const SELF_TEST_CLIENT = CLIENT.id;
export const PROVOKED = Object.keys(PROVOCATIONS);
