import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBrowser } from '../test-rig/browser.ts';
import { type FullRig, startFullRig } from '../test-rig/full-rig.ts';
import { authUrl, claimsOf, codeOf, logIn, redeem, signIn } from '../test-rig/walks.ts';

describe('what a request asks of the person and of the claims', () => {
  let rig: FullRig;
  beforeAll(async () => {
    rig = await startFullRig();
  });
  afterAll(() => rig.close());

  const claims = (value: object) => ({ claims: JSON.stringify(value) });

  it('B039: a claims parameter that is none is refused, and claims nobody knows are ignored', async () => {
    const browser = createBrowser(rig.base);
    const error = async (text: string) => (await browser.go(authUrl({ claims: text }))).location?.searchParams.get('error');
    expect(await error('{')).toBe('invalid_request');
    expect(await error('[]')).toBe('invalid_request');
    expect(await error('{"id_token":{"sub":7}}')).toBe('invalid_request');
    expect((await browser.go(authUrl(claims({ id_token: { shoe_size: { essential: true } }, else: 1 })))).status).toBe(200);
  });

  it('B039: gives a claim by name that an optional scope of the client has, where it was asked for', async () => {
    rig.changeUser('alice', { attributes: { phoneNumber: ['+49 30 1'] } });
    const { code } = await logIn(rig, claims({ id_token: { phone_number: null }, userinfo: { phone_number: { essential: true } } }));
    const { body } = await redeem(rig, code);
    expect(claimsOf(body.id_token).phone_number).toBe('+49 30 1');
    expect(claimsOf(body.access_token).phone_number).toBeUndefined();
    const userinfo = await fetch(`${rig.issuer}/protocol/openid-connect/userinfo`, {
      headers: { authorization: `Bearer ${body.access_token}` },
    });
    expect(await userinfo.json()).toMatchObject({ phone_number: '+49 30 1' });
    const plain = await redeem(rig, (await logIn(rig)).code);
    expect(claimsOf(plain.body.id_token).phone_number).toBeUndefined();
  });

  it('B037: never logs somebody else in than the id_token_hint or the subject that was asked for', async () => {
    const { browser, code } = await logIn(rig);
    const { body } = await redeem(rig, code);
    const hinted = (hint: string, prompt = 'none') => browser.go(authUrl({ id_token_hint: hint, prompt }));
    expect(codeOf(await hinted(body.id_token))).toMatch(/^m\./);
    const other = await redeem(rig, (await logIn(rig, {}, 'bob')).code);
    expect((await hinted(other.body.id_token)).location?.searchParams.get('error')).toBe('login_required');
    expect((await hinted('garbage')).location?.searchParams.get('error')).toBe('login_required');

    const again = await signIn(browser, await browser.go(authUrl({ id_token_hint: body.id_token, prompt: 'login' })), 'alice');
    expect(codeOf(again)).toMatch(/^m\./);
    const { sub } = claimsOf(body.id_token);
    const wanted = await browser.go(authUrl(claims({ id_token: { sub: { value: sub } } })));
    expect(codeOf(wanted)).toMatch(/^m\./);
    const unwanted = await browser.go(authUrl(claims({ id_token: { sub: { value: 'somebody' } } })));
    expect(unwanted.location?.searchParams.get('error')).toBe('login_required');
  });

  it('B040: an essential level that no login reaches is refused, and one that is reached stands in the token', async () => {
    const acr = (...values: string[]) => claims({ id_token: { acr: { essential: true, values } } });
    const { code } = await logIn(rig, acr('1'));
    expect(claimsOf((await redeem(rig, code)).body.id_token).acr).toBe('1');
    const browser = createBrowser(rig.base);
    const never = await signIn(browser, await browser.go(authUrl(acr('gold'))));
    expect(never.location?.searchParams.get('error')).toBe('unmet_authentication_requirements');
  });

  it('B036: an old login is not enough for max_age, and auth_time says when it was', async () => {
    const { browser } = await logIn(rig);
    rig.clock.advance(30);
    expect((await browser.go(authUrl({ max_age: '3600' }))).status).toBe(302);
    const shown = await browser.go(authUrl({ max_age: '0' }));
    expect(shown.page?.view.kind).toBe('login');
  });
});
