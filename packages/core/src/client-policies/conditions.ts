import type { Client } from '../directory/client.ts';
import type { RealmSnapshot } from '../directory/realm-snapshot.ts';
import type { PolicyCondition } from './client-policies.ts';

/** How a client's settings came to be what they are (Keycloak's `update-client-source`). */
export type ClientSource = 'ByAuthenticatedUser' | 'ByInitialAccessToken' | 'ByRegistrationAccessToken' | 'ByAnonymous';

export interface PolicySubject {
  readonly realm: RealmSnapshot;
  readonly client: Client;
  /** Set while a client is registered or changed; null for what a client asks for. */
  readonly source: ClientSource | null;
  /** `grant_type` of a token request; null elsewhere. */
  readonly grantType: string | null;
}

/** `abstain`: the condition has nothing to say about this. */
type Vote = boolean | 'abstain';

type Evaluate = (subject: PolicySubject, configuration: Readonly<Record<string, unknown>>) => Vote;

const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : []);

const CONDITIONS: Readonly<Record<string, Evaluate>> = {
  'any-client': () => true,
  'client-access-type': ({ client }, { type }) => list(type).includes(accessType(client)),
  'client-attributes': ({ client }, { attributes }) => pairs(attributes).every(([key, value]) => client.attributes[key] === value),
  'client-protocol': ({ client }, { protocol }) => list(protocol).includes(client.protocol),
  'client-roles': ({ realm, client }, { roles }) => {
    const own = new Set(realm.configuration.roles.filter((role) => role.containerId === client.id).map((role) => role.name));
    return list(roles).some((role) => own.has(role));
  },
  'client-scopes': ({ client }, { scopes, type }) => {
    const given = type === 'Optional' ? client.optionalClientScopes : client.defaultClientScopes;
    return list(scopes).some((scope) => given.includes(scope));
  },
  'client-updater-context': ({ source }, configuration) =>
    source === null ? 'abstain' : list(configuration['update-client-source']).includes(source),
  'grant-type': ({ grantType }, configuration) => (grantType === null ? 'abstain' : list(configuration.grant_types).includes(grantType)),
};

export const KNOWN_CONDITIONS: ReadonlySet<string> = new Set(Object.keys(CONDITIONS));

/**
 * As Keycloak: every condition that votes must vote yes, and one must vote. A condition that is not known here counts as a yes: a policy
 * that cannot be understood restricts rather too many clients than too few.
 */
export function areMet(conditions: readonly PolicyCondition[], subject: PolicySubject): boolean {
  let met = false;
  for (const { condition, configuration } of conditions) {
    const vote = CONDITIONS[condition]?.(subject, configuration) ?? true;
    if (vote === 'abstain') continue;
    const negative = String(configuration['is-negative-logic'] ?? 'false') === 'true';
    if (vote === negative) return false;
    met = true;
  }
  return met;
}

function accessType({ publicClient, bearerOnly }: Client): string {
  return bearerOnly ? 'bearer-only' : publicClient ? 'public' : 'confidential';
}

/** `[{"key":"…","value":"…"}]` as text, which is how Keycloak keeps a map. */
function pairs(text: unknown): readonly (readonly [string, string])[] {
  try {
    const parsed: unknown = typeof text === 'string' ? JSON.parse(text) : text;
    return Array.isArray(parsed) ? parsed.map(({ key, value }) => [String(key), String(value)] as const) : [];
  } catch {
    return [['', 'unreadable']];
  }
}
