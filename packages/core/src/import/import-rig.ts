import catalogue from '../defaults/authenticators.json' with { type: 'json' };
import type { Change } from '../directory/change.ts';
import type { Client } from '../directory/client.ts';
import type { RealmConfiguration } from '../directory/directory.ts';
import type { Component, Role } from '../directory/realm.ts';
import { RealmSnapshot } from '../directory/realm-snapshot.ts';
import type { Credential, User } from '../directory/user.ts';
import type { RealmImportInput } from './plan-realm-import.ts';

/** Inputs of a plan: ids that count up, a clock that stands still, keys without material. */
export function importInput(overrides: Partial<RealmImportInput> = {}): RealmImportInput {
  let count = 0;
  const next = () => {
    count += 1;
    return String(count).padStart(12, '0');
  };
  return {
    ids: { uuid: () => `00000000-0000-4000-8000-${next()}`, token: () => `token-${next()}` },
    clock: { now: () => new Date('2030-01-01T00:00:00.000Z') },
    keys: generatedKeys(),
    master: null,
    authenticators: new Set(Object.keys(catalogue).filter((id) => id !== 'organization' && id !== 'identity-provider-redirector')),
    ...overrides,
  };
}

function generatedKeys(): readonly Component[] {
  const key = (name: string, providerId: string, config: Component['config']): Component => ({
    id: `00000000-0000-4000-8000-key-${name}`,
    name,
    providerId,
    providerType: 'org.keycloak.keys.KeyProvider',
    parentId: 'unset',
    config: { priority: ['100'], ...config },
  });
  return [
    key('rsa-generated', 'rsa-generated', { privateKey: ['new-rsa'], certificate: ['new-certificate'] }),
    key('rsa-enc-generated', 'rsa-enc-generated', { privateKey: ['new-enc'], certificate: ['new-certificate'], algorithm: ['RSA-OAEP'] }),
    key('hmac-generated-hs512', 'hmac-generated', { kid: ['new-hmac-kid'], secret: ['new-hmac'], algorithm: ['HS512'] }),
    key('aes-generated', 'aes-generated', { kid: ['new-aes-kid'], secret: ['new-aes'] }),
  ];
}

export interface Applied {
  readonly changes: readonly Change[];
  readonly snapshot: RealmSnapshot;
  readonly clients: readonly Client[];
  readonly users: readonly User[];
  readonly credentials: readonly Credential[];
}

function withComposites(roles: readonly Role[], changes: readonly Change[]): Role[] {
  return roles.map((role) => {
    const added = changes.flatMap((change) => (change.kind === 'add-composites' && change.roleId === role.id ? change.roles : []));
    return { ...role, composites: [...new Set([...role.composites, ...added])] };
  });
}

/** What a directory would hold after the changes of a plan. */
export function snapshotOf({ changes }: { readonly changes: readonly Change[] }): Applied {
  const latest = <K extends Change['kind'], T>(kind: K, of: (change: Extract<Change, { kind: K }>) => T, key: (noun: T) => string): T[] => {
    const nouns = new Map<string, T>();
    for (const change of changes) {
      if (change.kind !== kind) continue;
      const noun = of(change as Extract<Change, { kind: K }>);
      nouns.set(key(noun), noun);
    }
    return [...nouns.values()];
  };
  const [realm] = latest(
    'put-realm',
    (change) => change.realm,
    (noun) => noun.id,
  );
  if (realm === undefined) throw new Error('the plan has no realm');
  const clients = latest(
    'put-client',
    (change) => change.client,
    (noun) => noun.id,
  );
  const configuration: RealmConfiguration = {
    version: 1,
    realm,
    roles: withComposites(
      latest(
        'put-role',
        (change) => change.role,
        (noun) => noun.id,
      ),
      changes,
    ),
    groups: latest(
      'put-group',
      (change) => change.group,
      (noun) => noun.id,
    ),
    clientScopes: latest(
      'put-client-scope',
      (change) => change.scope,
      (noun) => noun.id,
    ),
    flows: latest(
      'put-flow',
      (change) => change.flow,
      (noun) => noun.id,
    ),
    authenticatorConfigs: latest(
      'put-authenticator-config',
      (change) => change.config,
      (noun) => noun.id,
    ),
    requiredActions: latest(
      'put-required-action',
      (change) => change.action,
      (noun) => noun.alias,
    ),
    components: latest(
      'put-component',
      (change) => change.component,
      (noun) => noun.id,
    ),
    identityProviders: latest(
      'put-identity-provider',
      (change) => change.provider,
      (noun) => noun.alias,
    ),
    clientIds: new Map(clients.map((client) => [client.id, client.clientId])),
  };
  return {
    changes,
    snapshot: new RealmSnapshot(configuration),
    clients,
    users: latest(
      'create-user',
      (change) => change.user,
      (noun) => noun.id,
    ),
    credentials: latest(
      'put-credential',
      (change) => change.credential,
      (noun) => noun.id,
    ),
  };
}
