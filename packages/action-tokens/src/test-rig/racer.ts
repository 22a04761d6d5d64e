import type { ActionLink, Change, RealmSnapshot } from '@anteroom/core';
import { isAnteroomError } from '@anteroom/core';
import { createActionLinks } from '../action-links.ts';
import { acmeRealm, createTestSigner, openHandle, urls } from './open-acme.ts';

/** One of many processes that complete a link at once. Talks over IPC: `prepare` → `ready`, `go` → `won` or `lost`. */
export type ToRacer =
  | { readonly kind: 'prepare'; readonly key: string; readonly blind: boolean }
  | { readonly kind: 'go'; readonly at: number };
export type FromRacer =
  | { readonly kind: 'started' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'won' }
  | { readonly kind: 'lost'; readonly code: string };

const [url, name, time] = process.argv.slice(2) as [string, string, string];
const clock = { now: () => new Date(time) };
const ids = { uuid: () => crypto.randomUUID(), token: () => '' };
const directory = await openHandle(url, clock);
const realm = acmeRealm();
const links = createActionLinks({
  directory,
  realms: { client: (at: RealmSnapshot, clientId: string) => directory.clients.findByClientId(at.id, clientId) },
  signed: createTestSigner(),
  urls,
  clock,
  ids,
});

let link: ActionLink | null = null;
let blind = false;
const say = (message: FromRacer) => process.send!(message);

process.on('message', (message: ToRacer) => {
  if (message.kind === 'prepare') void prepare(message.key, message.blind);
  else void complete(message.at);
});
say({ kind: 'started' });

/** Everybody has the form open: the link was checked and found good. */
async function prepare(key: string, isBlind: boolean): Promise<void> {
  blind = isBlind;
  const opened = await links.open(realm, key);
  if (opened.kind === 'dead') throw new Error(`dead on arrival: ${opened.reason}`);
  link = opened.link;
  say({ kind: 'ready' });
}

async function complete(at: number): Promise<void> {
  while (Date.now() < at); // all of them leave the barrier in the same millisecond
  const { userId } = link!;
  const password = { userLabel: null, createdAt: clock.now(), priority: 10, secretData: { value: name }, credentialData: {} };
  const unit = links.finish(realm, link!, {
    action: 'UPDATE_PASSWORD',
    changes: [
      { kind: 'put-credential', credential: { id: '00000000-0000-4000-8000-0000000000aa', userId, type: 'password', ...password } },
      { kind: 'raise-credential-version', userId },
    ],
    at: clock.now(),
  });
  // The mutant: everything but the guards.
  const changes: readonly Change[] = blind
    ? unit.changes.filter(({ kind }) => kind !== 'mark-link-action' && kind !== 'spend-link')
    : unit.changes;
  try {
    await directory.commit(realm.id, changes);
    say({ kind: 'won' });
  } catch (error) {
    if (!isAnteroomError(error)) throw error;
    say({ kind: 'lost', code: error.code });
  }
}
