import { type Client, type DraftedFlows, MASTER_REALM, RealmSnapshot, type SimulateLogin } from '@anteroom/core';
import { refused } from '../http/failure.ts';
import type { Parts } from '../parts.ts';
import { flowTree } from './find-flow.ts';

/** How administrators get in, and the client they do it with: the console, and Keycloak's command line. */
const WAYS_IN = [
  { binding: 'browser', clientId: 'security-admin-console', place: 'the console' },
  { binding: 'direct_grant', clientId: 'admin-cli', place: 'the command line (admin-cli)' },
] as const;
type WayIn = (typeof WAYS_IN)[number];

/** Administrators that are tried; one who gets in is enough. */
const TRIED = 50;

type KeepDependencies = Pick<Parts, 'directory' | 'realms'> & { readonly simulate: SimulateLogin };

interface After {
  readonly realm?: RealmSnapshot['realm'];
  readonly client?: Client;
  readonly drafts?: DraftedFlows;
}

/**
 * Refuses a change of realm `master` (a binding, a client, a flow that is bound) after which no administrator could sign in to the console,
 * or use the command line where somebody can today: nobody could take it back. Every administrator's login is simulated with everything
 * right; a page that only a person can answer counts as a way in, a transient login does not, since the Admin REST refuses its tokens.
 * Realms beside it are mended by the administrators of `master`.
 */
export async function keepAdministrators(dependencies: KeepDependencies, before: RealmSnapshot, after: After): Promise<void> {
  if (before.name !== MASTER_REALM) return;
  for (const way of WAYS_IN) {
    if (after.client !== undefined && after.client.clientId !== way.clientId) continue;
    const reason = await lockOut(dependencies, way, before, after);
    if (reason === null) continue;
    // A password alone does not let everybody in (a pending action, a key as second factor): that is no fault of the change.
    if (way.binding === 'direct_grant' && (await lockOut(dependencies, way, before, {})) !== null) continue;
    throw refused(400, `No administrator could sign in to ${way.place} ${reason}`);
  }
}

/** Why nobody gets in; null when somebody does, or nobody is there who could. */
async function lockOut(
  { directory, realms, simulate }: KeepDependencies,
  { binding, clientId }: WayIn,
  before: RealmSnapshot,
  { realm: changed, client: changedClient, drafts }: After,
): Promise<string | null> {
  const realm = changed === undefined ? before : new RealmSnapshot({ ...before.configuration, realm: changed });
  const client = changedClient ?? (await realms.client(before, clientId));
  const bound = client === null ? null : realm.boundFlow(binding, client);
  const role = before.configuration.roles.find(({ name, clientRole }) => name === 'admin' && !clientRole);
  if (client === null || bound === null || role === undefined) return null;
  const drafted = drafts?.flows ?? [];
  if (drafts !== undefined && !flowTree(before, bound).some(({ id }) => drafted.some((flow) => flow.id === id))) return null;
  const flow = drafted.find(({ id }) => id === bound.id) ?? bound;
  const administrators = await directory.users.search(before.id, { roleId: role.id, enabled: true, max: TRIED });
  let reason: string | null = null;
  for (const { username } of administrators) {
    const right = { password: 'right', otp: 'right', session: false, prompt: [], scopes: ['openid'], acrValues: [] } as const;
    const who = { realm, client, flow, binding, login: username, ...(drafts === undefined ? {} : { drafts }) };
    const result = await simulate({ ...right, ...who });
    if (result.outcome === 'page' || (result.outcome === 'complete' && !result.transient)) return null;
    const failed = result.trace.steps.findLast(({ decision }) => decision === 'failed' || decision === 'denied');
    reason ??= result.transient ? 'the login would be transient, and its token is refused here' : (failed?.why ?? 'nobody gets through it');
  }
  return reason === null ? null : `with the flow "${flow.alias}": ${reason}`;
}
