import type { Client } from '../directory/client.ts';
import type { Realm } from '../directory/realm.ts';
import { clientPoliciesOf, clientProfilesOf, GLOBAL_CLIENT_PROFILES, type PolicyCondition } from './client-policies.ts';
import { areMet, type PolicySubject } from './conditions.ts';
import { executor, NO_REQUEST_RULES, type RequestRules, type SettingRule } from './executors.ts';

/** What the client policies of a realm ask of one client. */
export interface ClientRules {
  readonly settings: readonly SettingRule[];
  readonly requests: RequestRules;
}

const NO_RULES: ClientRules = { settings: [], requests: NO_REQUEST_RULES };

/** A policy with what its profiles come to, compiled once per state of the realm. */
interface CompiledPolicy extends ClientRules {
  readonly conditions: readonly PolicyCondition[];
}

const compiled = new WeakMap<Realm, readonly CompiledPolicy[]>();

/** The rules that hold for a client at this moment: those of every profile of every policy whose conditions it meets. */
export function clientRules(subject: PolicySubject): ClientRules {
  const { realm } = subject.realm;
  let policies = compiled.get(realm);
  if (policies === undefined) {
    policies = compile(realm);
    compiled.set(realm, policies);
  }
  const met = policies.filter(({ conditions }) => areMet(conditions, subject));
  return met.length === 0 ? NO_RULES : together(met);
}

function compile(realm: Realm): readonly CompiledPolicy[] {
  const profiles = new Map([...GLOBAL_CLIENT_PROFILES, ...clientProfilesOf(realm)].map(({ name, executors }) => [name, executors]));
  return clientPoliciesOf(realm)
    .filter(({ enabled }) => enabled)
    .map((policy) => {
      const executors = policy.profiles.flatMap((name) => profiles.get(name) ?? []);
      const found = executors.map(({ executor: id, configuration }) => {
        const { settings = [], requests = {} } = executor(id, configuration);
        return { settings, requests: { ...NO_REQUEST_RULES, ...requests } };
      });
      return { conditions: policy.conditions, ...together(found) };
    });
}

/** All rules at once: of two, the stricter one. */
function together(rules: readonly ClientRules[]): ClientRules {
  const requests = rules.map((one) => one.requests);
  const any = (name: 'secureAlgorithms' | 'issuerAudienceOnly' | 'pushedOnly' | 'secureRedirects') => requests.some((one) => one[name]);
  return {
    settings: rules.flatMap(({ settings }) => settings),
    requests: {
      secureAlgorithms: any('secureAlgorithms'),
      issuerAudienceOnly: any('issuerAudienceOnly'),
      pushedOnly: any('pushedOnly'),
      secureRedirects: any('secureRedirects'),
      signedRequest: requests.map(({ signedRequest }) => signedRequest).reduce((a, b) => b ?? a, null),
      secretRotation: requests.map(({ secretRotation }) => secretRotation).reduce((a, b) => b ?? a, null),
    },
  };
}

/** A client as its rules want it, or why it may not be as it is. */
export function settleClient(client: Client, { settings }: ClientRules): { readonly client: Client; readonly fault: string | null } {
  const settled = settings.reduce(
    (changed, { fault, mend }) => (mend !== null && fault(changed) !== null ? mend(changed) : changed),
    client,
  );
  return { client: settled, fault: clientFault(settled, { settings }) };
}

/** The first rule that a client's settings do not keep; null when all are kept. */
export function clientFault(client: Client, { settings }: Pick<ClientRules, 'settings'>): string | null {
  for (const { fault } of settings) {
    const words = fault(client);
    if (words !== null) return words;
  }
  return null;
}
