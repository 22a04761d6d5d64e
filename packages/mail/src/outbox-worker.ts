import type { Clock, Directory, Log, OutboxMessage, RealmCache, RealmSnapshot } from '@anteroom/core';
import { type AcceptedMail, type AcceptedMails, noAcceptedMails } from './accepted-mails.ts';
import { backOff } from './back-off.ts';
import { createDeliveryLanes } from './delivery-lanes.ts';
import { type MailDefaults, type MailSettings, mailSettings } from './mail-settings.ts';
import type { MailServer, MailTransport, OutgoingMail, SendResult } from './mail-transport.ts';
import { type PrepareMailDependencies, prepareMail } from './prepare-mail.ts';
import { createRateLimit } from './rate-limit.ts';

export interface OutboxWorkerDependencies extends PrepareMailDependencies {
  readonly directory: PrepareMailDependencies['directory'] & {
    readonly outbox: Pick<Directory['outbox'], 'claim' | 'settle' | 'countSent'>;
  };
  readonly realms: Pick<RealmCache, 'byId'>;
  readonly transport: MailTransport;
  /** Where to note what a mail server took, until the directory knows; nowhere when absent. */
  readonly accepted?: AcceptedMails;
  readonly defaults: MailDefaults;
  readonly clock: Clock;
  readonly log: Log;
}

export interface OutboxWorker {
  /** Looks for due mail now and every second. */
  start(): void;
  /** Something was queued on this node: look at once. */
  poke(): void;
  /** Takes nothing more and resolves when what is under way has an outcome; each try is bounded by the transport's deadline. */
  stop(): Promise<void>;
  /** Sends everything that is due now; resolves with the number of messages taken. */
  drainOnce(): Promise<number>;
}

/**
 * Longer than a message can wait in its lane and be tried: a lease runs out only when the worker died. What a mail server had taken from it
 * without its reading the answer then goes out once more, under the same Message-ID.
 */
const LEASE = 130_000;
/** What a try may take. A job that waited so long that its lease could run out meanwhile is left to the next claim. */
const LEASE_RESERVE = 95_000;
const LONGEST_TRY = 90_000;
const POLL = 1_000;

export function createOutboxWorker(dependencies: OutboxWorkerDependencies): OutboxWorker {
  const { directory, realms, transport, accepted = noAcceptedMails, defaults, clock, log } = dependencies;
  /** Taken by a mail server, and the directory does not know yet: left by an earlier process, or the database was away. */
  const unrecorded = [...accepted.left];
  const lanes = createDeliveryLanes(() => {
    if (more && lanes.room() > 8) void pump();
  });
  const limit = createRateLimit({ outbox: directory.outbox, clock });
  let more = false;
  let taken = 0;
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;

  function pump(): Promise<void> {
    if (running !== null) {
      again = true;
      return running;
    }
    running = take()
      .catch((error: unknown) => {
        more = false; // the next look is the timer's
        log.error('mail.outbox-unavailable', { error: reasonOf(error) });
      })
      .finally(() => {
        running = null;
        if (again) {
          again = false;
          void pump();
        }
      });
    return running;
  }

  async function take(): Promise<void> {
    more = true;
    // Before any claim: their leases may have run out meanwhile.
    for (let mail = unrecorded[0]; mail !== undefined; mail = unrecorded[0]) {
      await record(mail);
      unrecorded.shift();
    }
    while (!stopped && more) {
      const limit = lanes.room();
      if (limit === 0) return;
      const now = clock.now();
      const leaseUntil = new Date(now.getTime() + LEASE);
      const claimed = await directory.outbox.claim({ now, leaseUntil, limit });
      more = claimed.length === limit;
      taken += claimed.length;
      for (const { realmId, message } of claimed) await accept(realmId, message, leaseUntil);
    }
  }

  async function accept(realmId: string, message: OutboxMessage, leaseUntil: Date): Promise<void> {
    const realm = await realms.byId(realmId);
    if (realm === null) return settle(realmId, message, { state: 'failed', error: 'the realm is gone' });
    const found = mailSettings(
      realm.realm,
      transport.needsServer ? defaults : { ...defaults, from: defaults.from ?? 'anteroom@localhost' },
    );
    if (found.kind === 'unusable') return retry(realmId, message, found.reason);
    const [server] = found.settings.servers;
    if (server === undefined && transport.needsServer) return retry(realmId, message, 'no mail server is configured');
    const later = message.expiresAt > clock.now() ? await limit.admit(realm.realm, message.to) : null;
    if (later !== null) return wait(realmId, message, later.waitMs, later.reason);
    lanes.add(server === undefined ? '' : `${server.host}:${server.port}`, {
      run: async () => {
        if (clock.now().getTime() > leaseUntil.getTime() - LEASE_RESERVE) {
          limit.done(realm.realm, message.to);
          return 'deferred';
        }
        try {
          return await send(realm, message, found.settings).finally(() => limit.done(realm.realm, message.to));
        } catch (error) {
          log.error('mail.not-prepared', { realm: realm.name, message: message.id, template: message.template, error: reasonOf(error) });
          await retry(realmId, message, `could not be prepared: ${reasonOf(error)}`);
          return 'deferred';
        }
      },
      postpone: (reason) => {
        limit.done(realm.realm, message.to);
        const words = reason === 'crowded' ? 'waiting for messages before it' : 'the mail server does not answer other messages';
        return retry(realmId, message, words);
      },
    });
  }

  async function send(
    realm: RealmSnapshot,
    message: OutboxMessage,
    settings: MailSettings,
  ): Promise<'accepted' | 'deferred' | 'rejected' | 'unreachable'> {
    const prepared = await prepareMail(dependencies, realm, message, settings);
    if (prepared.kind === 'drop') {
      await settle(realm.id, message, { state: prepared.state, error: prepared.reason });
      return 'deferred';
    }
    const result = await handOver(settings.servers, prepared.mail);
    switch (result.kind) {
      case 'accepted':
        await sent({ realmId: realm.id, messageId: message.id, words: result.words }, message);
        return 'accepted';
      case 'rejected':
        await settle(realm.id, message, { state: 'failed', error: result.words });
        return 'rejected';
      case 'deferred':
        await retry(realm.id, message, result.words);
        return result.unreachable ? 'unreachable' : 'deferred';
    }
  }

  /** The second server is given what the first was not: never what the first may have taken. All of it in the time of one try. */
  async function handOver(servers: readonly MailServer[], mail: OutgoingMail): Promise<SendResult> {
    const [first = null, second] = servers;
    const begun = clock.now().getTime();
    const result = await transport.send(first, mail);
    if (second === undefined || result.kind !== 'deferred' || result.untouched !== true) return result;
    const deadline = Math.max(1_000, LONGEST_TRY - (clock.now().getTime() - begun));
    const other = await transport.send(second, mail, { deadline });
    return other.kind === 'deferred' ? { ...other, words: `${result.words}; ${other.words}` } : other;
  }

  /** Later, unless later is too late: a link is never mailed after its life. */
  function retry(realmId: string, message: OutboxMessage, error: string): Promise<void> {
    return wait(realmId, message, backOff(message.id, message.attempts), error);
  }

  function wait(realmId: string, message: OutboxMessage, milliseconds: number, error: string): Promise<void> {
    const dueAt = new Date(clock.now().getTime() + milliseconds);
    return settle(realmId, message, dueAt < message.expiresAt ? { state: 'retrying', dueAt, error } : { state: 'expired', error });
  }

  async function sent(mail: AcceptedMail, { template, attempts }: OutboxMessage): Promise<void> {
    accepted.add(mail);
    const fields = { realm: mail.realmId, message: mail.messageId, template, attempt: attempts, state: 'sent' };
    try {
      await record(mail);
      log.info('mail.sent', fields);
    } catch (error) {
      unrecorded.push(mail);
      log.error('mail.outcome-not-recorded', { ...fields, error: reasonOf(error) });
    }
  }

  async function record(mail: AcceptedMail): Promise<void> {
    await directory.outbox.settle(mail.realmId, mail.messageId, { state: 'sent', error: mail.words, at: clock.now() });
    accepted.delete(mail);
  }

  async function settle(
    realmId: string,
    message: OutboxMessage,
    outcome: { readonly state: 'retrying' | 'failed' | 'expired'; readonly error: string; readonly dueAt?: Date },
  ): Promise<void> {
    const fields = { realm: realmId, message: message.id, template: message.template, attempt: message.attempts, state: outcome.state };
    try {
      await directory.outbox.settle(realmId, message.id, { ...outcome, at: clock.now() });
      log.warn('mail.not-sent', { ...fields, reason: outcome.error });
    } catch (error) {
      // The lease runs out by itself and the message is tried again.
      log.error('mail.outcome-not-recorded', { ...fields, error: reasonOf(error) });
    }
  }

  function tick(): void {
    void pump();
    timer = setTimeout(tick, POLL);
    timer.unref();
  }

  return {
    start: () => {
      if (timer === null && !stopped) tick();
    },
    poke: () => {
      if (!stopped) void pump();
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
      await lanes.idle();
    },
    async drainOnce() {
      const before = taken;
      do {
        await pump();
        await lanes.idle();
      } while (running !== null || (more && !stopped));
      return taken - before;
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
