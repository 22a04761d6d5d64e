import type { Client, ClientScope, RealmSnapshot, User } from '@anteroom/core';
import type { ClaimSource } from './claim-source.ts';
import type { ClaimTarget } from './claim-target.ts';
import type { CompiledMapper } from './mapper.ts';
import { compileMapper } from './mapper-registry.ts';
import { copyAccess, type RoleAccess, roleAccess, rolesInScope } from './role-access.ts';

/** Claims and audience that mappers gave. The issuer adds its own afterwards. */
export interface MappedClaims {
  readonly claims: Record<string, unknown>;
  readonly audience: readonly string[];
}

/** The mappers of one client with one set of scopes, compiled once per realm version. */
export interface ClaimPlan {
  run(target: ClaimTarget, source: ClaimSource): MappedClaims;
}

/** Combinations of optional scopes, and of role sets, that are kept per client; beyond that the oldest goes. */
const MAX_PLANS = 64;
const MAX_ROLE_SETS = 512;

const plans = new WeakMap<RealmSnapshot, WeakMap<Client, Map<string, ClaimPlan>>>();

export function claimPlan(realm: RealmSnapshot, client: Client, scopes: readonly ClientScope[]): ClaimPlan {
  const ofRealm = plans.get(realm) ?? new WeakMap<Client, Map<string, ClaimPlan>>();
  plans.set(realm, ofRealm);
  const ofClient = ofRealm.get(client) ?? new Map<string, ClaimPlan>();
  ofRealm.set(client, ofClient);
  const key = scopes.map((scope) => scope.id).join(' ');
  let plan = ofClient.get(key);
  if (plan === undefined) {
    plan = compilePlan(realm, client, scopes);
    remember(ofClient, key, plan, MAX_PLANS);
  }
  return plan;
}

function compilePlan(realm: RealmSnapshot, client: Client, scopes: readonly ClientScope[]): ClaimPlan {
  const mappers = [...scopes.flatMap((scope) => scope.protocolMappers), ...client.protocolMappers]
    .map(compileMapper)
    .filter((mapper): mapper is CompiledMapper => mapper !== null)
    .sort((a, b) => a.priority - b.priority);
  const byTarget = new Map<ClaimTarget, readonly CompiledMapper[]>();
  const inScope = rolesInScope(realm, client, scopes);
  const accessOf = rememberingAccess(realm, inScope);

  return {
    run(target, source) {
      const running = byTarget.get(target) ?? mappers.filter((mapper) => mapper.runsFor(target));
      byTarget.set(target, running);
      const sink = { claims: {}, audience: new Set<string>(), access: copyAccess(accessOf(source.user)) };
      for (const mapper of running) mapper.apply(source, sink);
      return { claims: sink.claims, audience: [...sink.audience] };
    },
  };
}

/** Users with the same roles and groups get the same role names: expanding composites is the dearest part of a token. */
function rememberingAccess(realm: RealmSnapshot, inScope: ReadonlySet<string> | null): (user: User) => RoleAccess {
  const known = new Map<string, RoleAccess>();
  return (user) => {
    const key = `${user.roles.join()};${user.groups.join()}`;
    let access = known.get(key);
    if (access === undefined) {
      access = roleAccess(realm, user, inScope);
      remember(known, key, access, MAX_ROLE_SETS);
    }
    return access;
  };
}

function remember<T>(map: Map<string, T>, key: string, value: T, capacity: number): void {
  if (map.size >= capacity) map.delete(map.keys().next().value!);
  map.set(key, value);
}
