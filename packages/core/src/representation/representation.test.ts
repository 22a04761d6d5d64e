import { describe, expect, it } from '@jest/globals';
import { planNewRealm } from '../defaults/plan-new-realm.ts';
import { importInput, snapshotOf } from '../import/import-rig.ts';
import { fromClientRepresentation, toClientRepresentation, updateClientFromRepresentation, withGeneratedSecret } from './client.ts';
import { fromComponentRepresentation, toComponentRepresentation } from './component.ts';
import { clearPassword, fromCredentialRepresentation } from './credential.ts';
import { toEffectiveProtocolMapperRepresentation } from './protocol-mapper.ts';
import { MASK } from './read.ts';
import { fromRealmRepresentation, toRealmRepresentation } from './realm.ts';
import { fromUserRepresentation, toUserPatch, toUserRepresentation } from './user.ts';

const { snapshot } = snapshotOf(planNewRealm('fresh', importInput()));
const creation = { ids: importInput().ids, defaultClientScopes: ['email'], optionalClientScopes: ['phone'] };
const invalid = expect.objectContaining({ code: 'invalid_input' });

describe('users', () => {
  const defaults = { id: 'u1', createdAt: new Date(1000) };

  it('are kept in lower case and shown without what they do not have', () => {
    const user = fromUserRepresentation({ username: 'New.User', email: 'New.User@Golden.test' }, defaults);
    expect(toUserRepresentation(user)).toEqual({
      id: 'u1',
      username: 'new.user',
      email: 'new.user@golden.test',
      emailVerified: false,
      enabled: false,
      createdTimestamp: 1000,
      totp: false,
      disableableCredentialTypes: [],
      requiredActions: [],
      notBefore: 0,
    });
  });

  it('keep what the model does not know', () => {
    const user = fromUserRepresentation({ username: 'a', federationLink: 'ldap', federatedIdentities: [{ userId: 'x' }] }, defaults);
    expect(user.extra).toEqual({ federationLink: 'ldap', federatedIdentities: [{ userId: 'x' }] });
    expect(toUserRepresentation(user)).toMatchObject(user.extra);
  });

  it('are patched by the keys that are there', () => {
    expect(toUserPatch({ username: 'ALICE', email: '', enabled: false, attributes: { a: 'one' }, access: {} })).toEqual({
      username: 'alice',
      email: null,
      enabled: false,
      attributes: { a: ['one'] },
    });
    expect(toUserPatch({})).toEqual({});
    expect(() => toUserPatch({ enabled: 'perhaps' })).toThrow(invalid);
  });
});

describe('clients', () => {
  it('get what a minimal representation leaves out, and a secret when they are confidential', () => {
    const client = withGeneratedSecret(fromClientRepresentation({ clientId: 'new' }, creation), creation.ids, new Date(5000));
    expect(client).toMatchObject({
      clientId: 'new',
      standardFlowEnabled: true,
      directAccessGrantsEnabled: false,
      defaultClientScopes: ['email'],
    });
    expect(client.attributes).toEqual({ realm_client: 'false', 'client.secret.creation.time': '5' });
    expect(client.secret).toBeDefined();
    expect(
      withGeneratedSecret(fromClientRepresentation({ clientId: 'spa', publicClient: true }, creation), creation.ids, new Date()).secret,
    ).toBeUndefined();
  });

  it('take exactly the scopes they name as soon as they name some', () => {
    const client = fromClientRepresentation({ clientId: 'x', optionalClientScopes: ['address'] }, creation);
    expect([client.defaultClientScopes, client.optionalClientScopes]).toEqual([[], ['address']]);
  });

  it('are updated by the keys that are there; attributes are merged and an empty one is removed', () => {
    const base = fromClientRepresentation(
      { clientId: 'x', secret: 's', attributes: { a: '1', b: '2' }, protocolMappers: [{ name: 'm' }] },
      creation,
    );
    const updated = updateClientFromRepresentation(
      { name: 'Named', secret: MASK, attributes: { b: '', c: '3' }, access: { manage: true }, futureKey: 1 },
      base,
      creation.ids,
    );
    expect(updated).toMatchObject({
      name: 'Named',
      secret: 's',
      attributes: { realm_client: 'false', a: '1', c: '3' },
      protocolMappers: base.protocolMappers,
      futureKey: 1,
    });
    expect(updated.attributes).not.toHaveProperty('b');
    expect(updated).not.toHaveProperty('access');
  });

  it('are called from where they are redirected to, as written, unless they say from where', () => {
    const origins = (representation: object) => fromClientRepresentation({ clientId: 'x', ...representation }, creation).webOrigins;
    const redirectUris = ['https://a.test:443/*', 'https://a.test:443/b', 'http://b.test', '/c', 'app://d', 'https://*'];
    expect(origins({ redirectUris })).toEqual(['https://a.test:443', 'http://b.test']);
    expect(origins({ redirectUris, webOrigins: [] })).toEqual([]);
  });

  it('replace their mappers by a list, where protocol and name decide which is which', () => {
    const mapper = { name: 'full', protocolMapper: 'oidc-full-name-mapper', config: { 'id.token.claim': 'true' } };
    const base = fromClientRepresentation({ clientId: 'x', protocolMappers: [{ ...mapper, id: 'm1' }, { name: 'gone' }] }, creation);
    const update = (...protocolMappers: object[]) =>
      updateClientFromRepresentation({ protocolMappers }, base, creation.ids).protocolMappers;
    expect(base.protocolMappers[0]?.config).toEqual({ 'id.token.claim': 'true', 'userinfo.token.claim': 'true' });
    expect(update({ ...mapper, id: 'other', config: { a: 'b' } }, { name: 'new', id: 'm2' })).toMatchObject([
      { id: 'm1', name: 'full', config: { a: 'b' } },
      { id: 'm2', name: 'new' },
    ]);
    expect(update()).toEqual([]);
    expect(() => update({ ...mapper, name: 'renamed', id: 'm1' })).toThrow(
      "Cannot add protocol mapper 'renamed'. Duplicate resource error",
    );
    expect(() => update(mapper, mapper)).toThrow('Protocol mapper name must be unique per protocol');
  });

  it('show mappers as they are written and no secret of a public client; mappers alone show their effective switches', () => {
    const config = { 'id.token.claim': 'false', 'access.token.claim': 'true', 'userinfo.token.claim': 'false' };
    const mapper = { name: 'aud', protocolMapper: 'oidc-audience-mapper', config };
    const client = fromClientRepresentation(
      { clientId: 'x', publicClient: true, secret: 'left over', protocolMappers: [mapper] },
      creation,
    );
    const shown = toClientRepresentation(client);
    expect(shown).not.toHaveProperty('secret');
    expect(shown).toHaveProperty('protocolMappers.0.config', config);
    expect(toEffectiveProtocolMapperRepresentation(client.protocolMappers[0]!).config).toEqual({
      ...config,
      'introspection.token.claim': 'true',
    });
  });
});

describe('realms', () => {
  it('are updated by the keys that are there, and collections are not read', () => {
    const updated = fromRealmRepresentation(
      { displayName: 'Fresh', accessTokenLifespan: '120', clients: [], id: 'other', futureKey: [1] },
      snapshot.realm,
    );
    expect(updated).toEqual({ ...snapshot.realm, displayName: 'Fresh', accessTokenLifespan: 120, futureKey: [1] });
  });

  it('keep the mail password when an update sends back the mask', () => {
    const base = fromRealmRepresentation({ smtpServer: { host: 'a', password: 'secret' } }, snapshot.realm);
    expect(fromRealmRepresentation({ smtpServer: { host: 'b', password: MASK } }, base).smtpServer).toEqual({
      host: 'b',
      password: 'secret',
    });
    expect(fromRealmRepresentation({ smtpServer: { host: 'b' } }, base).smtpServer).toEqual({ host: 'b' });
  });

  it('replace attributes but those that mirror a setting', () => {
    const first = fromRealmRepresentation({ attributes: { custom: 'x' } }, snapshot.realm);
    const second = fromRealmRepresentation({ attributes: { other: 'y' }, otpPolicyCodeReusable: true }, first);
    expect(second.attributes).toEqual({ ...snapshot.realm.attributes, other: 'y', realmReusableOtpCode: 'true' });
  });

  it('refuse values of the wrong type', () => {
    for (const wrong of [{ enabled: 'yes' }, { accessTokenLifespan: 'soon' }, { supportedLocales: 'de' }, { smtpServer: [] }]) {
      expect(() => fromRealmRepresentation(wrong, { ...snapshot.realm, supportedLocales: [] })).toThrow(invalid);
    }
  });

  it('mask the mail password in answers', () => {
    const base = fromRealmRepresentation({ smtpServer: { password: 'secret' } }, snapshot.realm);
    const shown = toRealmRepresentation(snapshotOf({ changes: [{ kind: 'put-realm', realm: base }] }).snapshot);
    expect(shown.smtpServer).toEqual({ password: MASK });
  });
});

describe('components', () => {
  const key = { providerId: 'rsa-generated', providerType: 'k', config: { privateKey: ['p'], certificate: ['c'], priority: ['100'] } };
  const place = { id: 'c1', realmId: 'r1' };

  it('never show key material, and keep it when an update leaves it out', () => {
    const component = fromComponentRepresentation(key, place);
    expect(toComponentRepresentation(component)).toMatchObject({ id: 'c1', parentId: 'r1', config: { priority: ['100'] } });
    expect(toComponentRepresentation(component).config).not.toHaveProperty('privateKey');
    const updated = fromComponentRepresentation({ config: { priority: ['50'] } }, place, component);
    expect(updated.config).toEqual({ privateKey: ['p'], certificate: ['c'], priority: ['50'] });
  });

  it('show other secrets masked, and keep what the mask stands for', () => {
    const component = fromComponentRepresentation({ ...key, providerId: 'ldap', config: { bindCredential: ['b'], host: ['h'] } }, place);
    expect(toComponentRepresentation(component).config).toEqual({ bindCredential: [MASK], host: ['h'] });
    expect(fromComponentRepresentation({ config: { bindCredential: [MASK] } }, place, component).config).toEqual({ bindCredential: ['b'] });
  });
});

describe('credentials', () => {
  const owner = { id: 'c1', userId: 'u1', createdAt: new Date(0), priority: 10 };

  it('are read from their two JSON texts', () => {
    const credential = fromCredentialRepresentation(
      { type: 'otp', secretData: '{"value":"s"}', credentialData: '{"digits":6}', createdDate: 7 },
      owner,
    );
    expect(credential).toEqual({
      ...owner,
      type: 'otp',
      userLabel: null,
      createdAt: new Date(7),
      secretData: { value: 's' },
      credentialData: { digits: 6 },
    });
  });

  it('tell a clear password from a stored one', () => {
    expect(clearPassword({ type: 'password', value: 'x' })).toBe('x');
    expect(clearPassword({ value: 'x' })).toBe('x');
    expect(clearPassword({ type: 'otp', value: 'x' })).toBeNull();
    expect(fromCredentialRepresentation({ type: 'password', value: 'x' }, owner)).toBeNull();
  });

  it('refuse texts that are no JSON object', () => {
    for (const secretData of ['{', '[]', 'null', '"x"']) expect(() => fromCredentialRepresentation({ secretData }, owner)).toThrow(invalid);
  });
});
