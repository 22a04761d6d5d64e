import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { signOwn } from '../hostile/forge.ts';
import { API, OWN_KEY, PASSWORD } from '../hostile/site.ts';
import { CALLBACK } from '../hostile/well-formed.ts';
import { FormBrowser } from './form-browser.ts';

export type Form = Readonly<Record<string, string>>;
export interface Answered {
  readonly status: number;
  /** Body, where it leads, and what it asks for. */
  readonly text: string;
}
/** What was got up to here, and is now to be used. */
export type Request = () => Promise<Answered>;

const GRANT = 'urn:ietf:params:oauth:grant-type:';

/**
 * Every way to a token at a site realm as `api`: each function gets what the request needs and gives the request itself, to be sent when
 * something has changed in between.
 */
export function siteRequests(base: string, realm: string) {
  const at = (path: string) => `${base}/realms/${realm}/protocol/openid-connect/${path}`;
  const answered = async (answer: Response): Promise<Answered> => ({
    status: answer.status,
    text: `${await answer.text()} ${decodeURIComponent((answer.headers.get('location') ?? '').replaceAll('+', ' '))} ${answer.headers.get('www-authenticate') ?? ''}`,
  });
  const post = async (path: string, form: Form) =>
    answered(await fetch(at(path), { method: 'POST', body: new URLSearchParams({ ...API, ...form }) }));
  const json = async (path: string, form: Form) => JSON.parse((await post(path, form)).text) as Record<string, string>;
  const login = (more: Form = {}) =>
    json('token', { grant_type: 'password', username: 'ann', password: PASSWORD, scope: 'openid', ...more });
  const authorization = (more: Form = {}) =>
    new URLSearchParams({
      client_id: API.client_id,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      state: 's',
      nonce: 'n',
      ...more,
    });
  const open =
    (path: string, more: Form = {}): Request =>
    async () =>
      answered(await fetch(`${at(path)}?${authorization(more)}`, { redirect: 'manual' }));
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  const userinfo = async (): Promise<Request> => {
    const { access_token: token = '' } = await login();
    return async () => answered(await fetch(at('userinfo'), bearer(token)));
  };
  const refresh = async (): Promise<Request> => {
    const { refresh_token = '' } = await login();
    return () => post('token', { grant_type: 'refresh_token', refresh_token });
  };
  /** A page that was opened while it could be, and its form sent afterwards. */
  const form = async (path: string, fields: Form): Promise<Request> => {
    const browser = new FormBrowser();
    const page = await browser.open(`${at(path)}?${authorization()}`);
    expect(page.action).toContain('/login-actions/');
    return async () => {
      const after = await browser.post(page, fields);
      return { status: after.status, text: `${after.text} ${after.action} ${after.location ?? ''}` };
    };
  };
  const code = async (): Promise<Request> => {
    const browser = new FormBrowser();
    const done = await browser.post(await browser.open(`${at('auth')}?${authorization()}`), { username: 'ann', password: PASSWORD });
    return () =>
      post('token', { grant_type: 'authorization_code', code: done.location?.searchParams.get('code') ?? '', redirect_uri: CALLBACK });
  };
  const device = async (): Promise<Request> => {
    const { device_code = '' } = await json('auth/device', { scope: 'openid' });
    return () => post('token', { grant_type: `${GRANT}device_code`, device_code });
  };
  const backchannel = async (): Promise<Request> => {
    const { auth_req_id = '' } = await json('ext/ciba/auth', { scope: 'openid', login_hint: 'ann' });
    return () => post('token', { grant_type: 'urn:openid:params:grant-type:ciba', auth_req_id });
  };
  const exchange = async (): Promise<Request> => {
    const { access_token: subject_token = '' } = await login();
    return () =>
      post('token', {
        grant_type: `${GRANT}token-exchange`,
        subject_token,
        subject_token_type: `${GRANT.replace('grant', 'token')}access_token`,
      });
  };
  const assertion = (): Request => () => {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: 'https://home.test',
      sub: 'a',
      preferred_username: 'ann',
      aud: `${base}/realms/${realm}`,
      iat: now,
      exp: now + 60,
      jti: randomUUID(),
    };
    return post('token', { grant_type: `${GRANT}jwt-bearer`, assertion: signOwn(OWN_KEY, claims) });
  };
  const pushed =
    (more: Form = {}): Request =>
    () =>
      post('ext/par/request', Object.fromEntries(authorization(more)));
  const password =
    (more: Form = {}): Request =>
    () =>
      post('token', { grant_type: 'password', username: 'ann', password: PASSWORD, ...more });
  const service: Request = () => post('token', { grant_type: 'client_credentials' });
  const active = async (): Promise<Request> => {
    const { access_token: token = '' } = await json('token', { grant_type: 'client_credentials' });
    return () => post('token/introspect', { token });
  };

  return { open, form, userinfo, refresh, code, device, backchannel, exchange, assertion, pushed, password, service, active, post };
}
