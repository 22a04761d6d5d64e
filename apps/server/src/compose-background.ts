import { join } from 'node:path';
import { createActionLinks, createMailedCodes } from '@anteroom/action-tokens';
import type { BaseUrl, DevMails } from '@anteroom/http';
import { createDevMailbox, createOAuthTokens, createOutboxWorker, createSmtpTransport, openAcceptedMails } from '@anteroom/mail';
import {
  createKeyRotation,
  createKeySchedule,
  createLogoutDelivery,
  createNewSigningKey,
  createOutgoingRequests,
  createSignedTokens,
} from '@anteroom/oidc';
import { createMailRenderer } from '@anteroom/pages';
import { createLeadership } from './cluster/leadership.ts';
import type { ThisNode } from './cluster/this-node.ts';
import type { Core } from './compose-core.ts';
import { type Job, startJobs } from './jobs.ts';
import { createSweepOfKept, KEPT_AT_ONCE } from './sweep-of-kept.ts';
import { urlsBelow } from './urls.ts';
import { createWebhookDelivery } from './webhooks/deliver-webhooks.ts';

/** Expired records that are freed at once: others get at the store in between. */
const SWEPT = 1000;

/** What runs once per node beside the requests; some of it on one node at a time. */
export interface Background {
  /** What development would have sent. */
  readonly mails: DevMails;
  start(): void;
  /** A mail was queued on this node. */
  poke(): void;
  /** Ends what is under way, gives back the lease and leaves the list of nodes. */
  stop(): Promise<void>;
}

export function composeBackground({
  core,
  base,
  node,
}: {
  readonly core: Core;
  readonly base: BaseUrl;
  readonly node: ThisNode;
}): Background {
  const { configuration, clock, ids, log, realms, store, directory, cluster } = core;
  const urls = urlsBelow(base);
  const leadership = createLeadership({
    name: 'background',
    holder: node.id,
    leases: cluster.leases,
    taken: () => outbox.poke(),
    log,
  });

  const signed = createSignedTokens({ urls, clock });
  const outgoing = createOutgoingRequests({ allowed: configuration.outgoingAllowed });
  const deliverLogouts = createLogoutDelivery({ ...core, signed, outgoing, urls });
  const newKey = createNewSigningKey({ ids, clock });
  const rotation = createKeyRotation({ ...core, leases: cluster.leases, holder: node.id, newKey });
  const rotateKeys = createKeySchedule({ directory, rotation, clock });
  const links = createActionLinks({ directory, realms, signed, urls, clock, ids });
  const postForm = (url: string, form: Readonly<Record<string, string>>) =>
    outgoing.send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
  const mailbox = createDevMailbox({ clock, ids });
  const sendsMail = configuration.smtpUrl !== null || configuration.mode === 'production';
  const outbox = createOutboxWorker({
    directory: {
      ...directory,
      // Rows are claimed one by one as well, so that a holder that lost the lease without knowing sends nothing twice.
      outbox: { ...directory.outbox, claim: async (input) => (leadership.holds() ? directory.outbox.claim(input) : []) },
    },
    realms,
    mint: links.mint,
    codes: createMailedCodes({ signed }),
    renderer: createMailRenderer(),
    transport: sendsMail ? createSmtpTransport({ tokens: createOAuthTokens({ post: postForm, clock }) }) : mailbox.transport,
    accepted: openAcceptedMails({ directory: join(configuration.dataDir, 'accepted-mails'), log }),
    defaults: {
      smtpUrl: configuration.smtpUrl,
      fallbackUrl: configuration.smtpFallbackUrl,
      from: configuration.mailFrom ?? (sendsMail ? null : 'anteroom@localhost'),
    },
    clock,
    log,
  });

  const deliverWebhooks = createWebhookDelivery({ webhooks: directory.webhooks, outgoing, clock, log, mayGoOn: () => leadership.holds() });
  const sweepKept = createSweepOfKept({ directory, clock });

  // A store in the memory of this process is swept by nobody else.
  const sweepsAlways = configuration.sessionStores.includes('memory');
  const jobs: readonly Job[] = [
    { name: 'changes', everyMs: 500, run: () => core.changes.poll() },
    { name: 'node', everyMs: 5_000, atOnce: true, run: () => cluster.nodes.heartbeat(node) },
    { name: 'lease', everyMs: 3_000, atOnce: true, run: () => leadership.renew() },
    { name: 'logouts', everyMs: 2_000, run: async () => (sweepsAlways || leadership.holds() ? deliverLogouts() : 0) },
    { name: 'keys', everyMs: 2_000, run: async () => (leadership.holds() ? rotateKeys() : 0) },
    { name: 'webhooks', everyMs: 500, run: async () => (leadership.holds() ? deliverWebhooks() : 0) },
    { name: 'kept', everyMs: 60_000, part: KEPT_AT_ONCE, run: async () => (leadership.holds() ? sweepKept() : 0) },
    {
      name: 'sweep',
      everyMs: 10_000,
      part: SWEPT,
      run: async () => (sweepsAlways || leadership.holds() ? store.sweep(SWEPT) : 0),
    },
  ];
  let running: ReturnType<typeof startJobs> | null = null;
  return {
    mails: mailbox,
    poke: () => outbox.poke(),
    start() {
      outbox.start();
      running = startJobs(jobs, log);
    },
    async stop() {
      await running?.stop();
      await outbox.stop();
      await Promise.allSettled([leadership.release(), cluster.nodes.delete(node.id)]);
    },
  };
}
