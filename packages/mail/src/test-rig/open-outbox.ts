import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActionLink, Change, Directory, MailRenderer, OutboxMessage, Realm, User } from '@anteroom/core';
import { createSecretBox, openSqlDirectory } from '@anteroom/store-sql';
import { buildRealmSnapshot, buildUser, createMemoryLog, createTestClock, type MemoryLog, type TestClock } from '@anteroom/testkit';
import type { MailTransport } from '../mail-transport.ts';
import { createOutboxWorker, type OutboxWorker, type OutboxWorkerDependencies } from '../outbox-worker.ts';

const renderer: MailRenderer = {
  render: ({ link, linkExpiresInMinutes, actions, user, locale }) => ({
    subject: `Update your account, ${user?.firstName}`,
    text: `${actions.join()} within ${linkExpiresInMinutes} minutes (${locale}): ${link}`,
    html: `<p>Grüße, <a href="${link}">${actions.join()}</a></p>`,
  }),
};

export interface Outbox {
  readonly directory: Directory;
  readonly realm: Realm;
  readonly user: User;
  readonly clock: TestClock;
  readonly log: MemoryLog;
  worker(
    transport: MailTransport,
    defaults?: { readonly smtpUrl: string | null; readonly from: string | null },
    more?: Partial<Pick<OutboxWorkerDependencies, 'accepted' | 'directory'>>,
  ): OutboxWorker;
  /** A link to alice and its mail, an hour to live. */
  queue(
    number: number,
    overrides?: { readonly message?: Partial<OutboxMessage>; readonly realmId?: string; readonly livesMs?: number },
  ): Promise<void>;
  state(number: number, realmId?: string): Promise<OutboxMessage>;
}

const uuid = (kind: string, number: number) => `${kind}0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** A directory on SQLite with realm acme, its mail server, and `users` people so that each may have a link of their own. */
export async function openOutbox(
  smtpServer: Readonly<Record<string, string>>,
  others: readonly { readonly id: string; readonly smtpServer: Readonly<Record<string, string>> }[] = [],
  attributes: Readonly<Record<string, string>> = {},
): Promise<Outbox> {
  const clock = createTestClock();
  const log = createMemoryLog();
  const url = `sqlite:${join(mkdtempSync(join(tmpdir(), 'anteroom-mail-')), 'directory.db')}`;
  const { directory } = await openSqlDirectory({ url, secretBox: createSecretBox(new Uint8Array(32).fill(7)), clock, log });
  const snapshots = [
    buildRealmSnapshot({
      realm: { smtpServer: { from: 'noreply@acme.example', fromDisplayName: 'Acme, Inc.', ...smtpServer }, attributes },
    }),
    ...others.map((other) =>
      buildRealmSnapshot({ realm: { id: other.id, realm: other.id, smtpServer: { from: 'noreply@other.example', ...other.smtpServer } } }),
    ),
  ];
  const [{ realm }] = snapshots as [(typeof snapshots)[0]];
  for (const snapshot of snapshots) await directory.commit(snapshot.id, [{ kind: 'put-realm', realm: snapshot.realm }]);

  return {
    directory,
    realm,
    user: buildUser(),
    clock,
    log,
    worker: (transport, defaults = { smtpUrl: null, from: null }, more = {}) =>
      createOutboxWorker({
        directory,
        realms: { byId: async (id) => snapshots.find((snapshot) => snapshot.id === id) ?? null },
        mint: async (_realm, link) => ({ url: `https://login.acme.example/action-token?key=${link.id}` }),
        codes: { code: async (_realm, { word }) => `code of ${word}` },
        renderer,
        transport,
        defaults,
        clock,
        log,
        ...more,
      }),
    async queue(number, { message = {}, realmId = realm.id, livesMs = 3_600_000 } = {}) {
      const user = buildUser({ id: uuid('b', number), username: `user-${number}`, email: `user-${number}@acme.example` });
      const now = clock.now();
      const expiresAt = new Date(now.getTime() + livesMs);
      const link: ActionLink = {
        id: uuid('1', number),
        userId: user.id,
        kind: 'execute-actions',
        actions: ['UPDATE_PASSWORD'],
        email: user.email!,
        credentialVersion: user.credentialVersion,
        clientId: 'account',
        redirectUri: null,
        locale: null,
        createdAt: now,
        expiresAt,
        state: 'open',
        replacedBy: null,
        done: [],
        openedAt: null,
        usedAt: null,
        details: {},
      };
      const row: OutboxMessage = {
        id: uuid('2', number),
        to: user.email!,
        template: 'execute-actions',
        parameters: {},
        locale: null,
        linkId: link.id,
        userId: user.id,
        state: 'queued',
        attempts: 0,
        createdAt: now,
        dueAt: now,
        expiresAt,
        lastError: null,
        sentAt: null,
        ...message,
      };
      const changes: readonly Change[] = [
        { kind: 'create-user', user },
        { kind: 'create-link', link },
        { kind: 'queue-mail', message: row },
      ];
      await directory.commit(realmId, changes);
    },
    async state(number, realmId = realm.id) {
      return (await directory.outbox.get(realmId, uuid('2', number)))!;
    },
  };
}

/** The server of a sink on loopback, as a realm's settings. */
export const at = (port: number): Readonly<Record<string, string>> => ({ host: '127.0.0.1', port: String(port) });
