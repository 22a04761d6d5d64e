import { createActionLinks } from '@anteroom/action-tokens';
import { createAdminApi } from '@anteroom/admin-api';
import type { Urls } from '@anteroom/core';
import { createFlowEngine, createRequiredActions } from '@anteroom/flows';
import {
  type Application,
  type BaseUrl,
  createActionTokenRoutes,
  createApp,
  createDevMailRoutes,
  createMetrics,
  createSetUpRoutes,
  createUnavailablePage,
  httpContextOf,
  koaConsole,
  koaConsoleAssets,
  koaFrontDoor,
  koaHealth,
  koaResources,
  type Lifecycle,
} from '@anteroom/http';
import { createDevMailbox, createOutboxWorker, createSmtpTransport } from '@anteroom/mail';
import { createOidc, createSignedTokens, keysMetadata } from '@anteroom/oidc';
import { createMailRenderer, createPageRenderer, createPageResources, PAGE_CSP } from '@anteroom/pages';
import { createAdminPasswords } from './admin-passwords.ts';
import type { Core } from './compose-core.ts';
import { cookieKeys } from './cookie-keys.ts';
import { hasherOf, importerOf } from './first-start.ts';
import { type Job, startJobs } from './jobs.ts';
import { pokingOutbox } from './poking-outbox.ts';
import { readConsole } from './read-console.ts';
import { setUpOf } from './set-up.ts';
import { createSurveyingHasher } from './surveying-hasher.ts';
import { VERSION } from './version.ts';

export interface ComposedServer {
  readonly app: Application;
  readonly management: Application;
  readonly lifecycle: Lifecycle;
  /** Starts the worker and the jobs of the background. */
  start(): void;
  stop(): Promise<void>;
}

/** The whole object graph of a serving process, in reading order. */
export async function composeServer({ core, base }: { readonly core: Core; readonly base: BaseUrl }): Promise<ComposedServer> {
  const { configuration, clock, ids, log, realms, store, sessions, failures } = core;
  const development = configuration.mode === 'development';
  const urls: Urls = { base: base.text, issuer: (realmName) => `${base.text}/realms/${encodeURIComponent(realmName)}` };
  const metrics = createMetrics();
  const lifecycle: Lifecycle = { started: false, stopping: false };

  const signed = createSignedTokens({ urls, clock });
  const links = createActionLinks({ directory: core.directory, realms, signed, urls, clock, ids });
  const mailbox = createDevMailbox({ clock, ids });
  const sendsMail = configuration.smtpUrl !== null || !development;
  const outbox = createOutboxWorker({
    directory: core.directory,
    realms,
    mint: links.mint,
    renderer: createMailRenderer(),
    transport: sendsMail ? createSmtpTransport() : mailbox.transport,
    defaults: { smtpUrl: configuration.smtpUrl, from: configuration.mailFrom ?? (sendsMail ? null : 'anteroom@localhost') },
    clock,
    log,
  });
  const directory = pokingOutbox(core.directory, () => outbox.poke());

  const hasher = createSurveyingHasher({ hasher: hasherOf(core), credentials: directory.credentials, clock });
  const flowPorts = { directory, failures, hasher, store, clock, ids, log };
  const engine = createFlowEngine({ ...flowPorts, links });
  const requiredActions = createRequiredActions(flowPorts);
  const pages = createPageResources();
  const renderer = createPageRenderer();
  const look = { renderer, resources: pages.base, development };

  const oidc = createOidc({
    ...look,
    directory,
    realms,
    store,
    sessions,
    engine,
    signed,
    urls,
    clock,
    ids,
    log,
    onTransientLogin: (realm) => metrics.countTransientLogin(realm),
    onUnknownError: (route) => metrics.countUnmappedError(route),
  });
  await oidc.selfTest();
  const actionTokens = createActionTokenRoutes({
    ...look,
    directory,
    realms,
    links,
    requiredActions,
    sessions,
    events: oidc.events,
    mailQueued: () => outbox.poke(),
    urls,
    clock,
    log,
  });
  const adminApi = createAdminApi({
    directory,
    realms,
    store,
    sessions,
    failures,
    tokens: oidc.accessTokens,
    passwords: createAdminPasswords({ hasher, clock, ids }),
    links,
    requiredActions,
    importer: importerOf({ ...core, directory }, hasher),
    keysMetadata,
    clock,
    ids,
    log,
    urls,
    version: VERSION,
    startedAt: clock.now(),
  });
  const devMail = createDevMailRoutes(mailbox);
  const setUp = createSetUpRoutes({ ...look, setUp: setUpOf(core, hasher), base, log });

  const console = readConsole();

  const checks = [
    { name: 'database', check: () => directory.ping() },
    { name: 'session store', check: () => store.ping() },
  ];
  const health = koaHealth({ checks, lifecycle });
  const app = createApp({
    base,
    strictHost: development,
    proxy: configuration.proxy,
    cookieKeys: await cookieKeys(directory.settings, ids),
    clock,
    ids,
    log,
    unavailablePage: createUnavailablePage(look),
    unpinned: development ? [metrics.middleware, health, metrics.endpoint] : [metrics.middleware],
    rooms: [
      koaResources({ resources: pages.files }),
      ...(console === null ? [] : [koaConsoleAssets(console), koaConsole({ ...console, base, realms, ids })]),
      koaFrontDoor({ base, resources: pages.base, csp: PAGE_CSP }),
      async (ctx, next) => {
        const context = httpContextOf(ctx);
        if (await setUp.handle(context)) return;
        if (ctx.path.startsWith('/admin/')) return adminApi.handle(ctx);
        if (development && (await devMail.handle(context))) return;
        if ((await actionTokens.handle(context)) || (await oidc.handle(context))) return;
        return next();
      },
    ],
  });
  const management = createApp({
    base,
    strictHost: false,
    proxy: null,
    cookieKeys: [],
    clock,
    ids,
    log,
    unpinned: [health, metrics.endpoint],
    rooms: [],
  });

  const jobs: readonly Job[] = [
    { name: 'changes', everyMs: 500, run: () => core.changes.poll() },
    { name: 'sweep', everyMs: 10_000, run: () => store.sweep(1000) },
  ];
  let running: ReturnType<typeof startJobs> | null = null;
  return {
    app,
    management,
    lifecycle,
    start() {
      outbox.start();
      running = startJobs(jobs, log);
    },
    async stop() {
      await running?.stop();
      await outbox.stop();
    },
  };
}
