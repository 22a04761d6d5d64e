import { type Client, MASTER_REALM, RealmSnapshot, type SimulateLogin } from '@anteroom/core';
import { refused } from '../http/failure.ts';
import type { Parts } from '../parts.ts';

const CONSOLE = 'security-admin-console';
/** Administrators that are tried; one who gets in is enough. */
const TRIED = 50;

type KeepDependencies = Pick<Parts, 'directory' | 'realms'> & { readonly simulate: SimulateLogin };

/**
 * Refuses a change of bindings in realm `master` after which no administrator could use the console: nobody could take it back. Every
 * administrator's login is simulated with everything right; a page that only a person can answer counts as a way in, a transient login
 * does not, since the Admin REST refuses its tokens. Realms beside it are mended by the administrators of `master`.
 */
export async function keepAdministrators(
  { directory, realms, simulate }: KeepDependencies,
  before: RealmSnapshot,
  after: { readonly realm?: RealmSnapshot['realm']; readonly client?: Client },
): Promise<void> {
  if (before.name !== MASTER_REALM) return;
  const realm = after.realm === undefined ? before : new RealmSnapshot({ ...before.configuration, realm: after.realm });
  const client = after.client ?? (await realms.client(before, CONSOLE));
  if (client?.clientId !== CONSOLE) return;
  const flow = realm.boundFlow('browser', client);
  const role = before.configuration.roles.find(({ name, clientRole }) => name === 'admin' && !clientRole);
  if (flow === null || role === undefined) return;
  const administrators = await directory.users.search(before.id, { roleId: role.id, enabled: true, max: TRIED });
  let reason: string | null = null;
  for (const { username } of administrators) {
    const right = { password: 'right', otp: 'right', session: false, prompt: [], scopes: ['openid'], acrValues: [] } as const;
    const result = await simulate({ ...right, realm, client, flow, binding: 'browser', login: username });
    if (result.outcome === 'page' || (result.outcome === 'complete' && !result.transient)) return;
    reason ??= result.transient
      ? 'the login would be transient, and its token is refused here'
      : (result.trace.steps.findLast(({ decision }) => decision === 'failed' || decision === 'denied')?.why ?? 'nobody gets through it');
  }
  if (reason !== null) throw refused(400, `No administrator could sign in to the console with the flow "${flow.alias}": ${reason}`);
}
