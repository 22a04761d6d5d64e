import { createActionLinks, createMailedCodes } from '@anteroom/action-tokens';
import { createAdminApi, type Route } from '@anteroom/admin-api';
import type { AccessTokenVerifier } from '@anteroom/core';
import { createFlowEngine, createRequiredActions, createSimulation, createWebAuthnVerifier } from '@anteroom/flows';
import {
  type Application,
  type BaseUrl,
  createActionTokenRoutes,
  createApp,
  createDevMailRoutes,
  createMetrics,
  createSetUpRoutes,
  createUnavailablePage,
  type DevMails,
  httpContextOf,
  koaConsole,
  koaConsoleAssets,
  koaFrontDoor,
  koaHealth,
  koaMetrics,
  koaResources,
  type Lifecycle,
  type Metrics,
  type Readiness,
} from '@anteroom/http';
import { createMailTest, createSmtpTransport } from '@anteroom/mail';
import {
  createKeyRotation,
  createNewSigningKey,
  createOidc,
  createOutgoingRequests,
  createSignedTokens,
  keyStates,
  keysMetadata,
} from '@anteroom/oidc';
import { createMailRenderer, createPageRenderer, createPageResources, EXAMPLE_PARAMETERS, MAIL_TEMPLATES, PAGE_CSP } from '@anteroom/pages';
import { createAdminPasswords } from './admin-passwords.ts';
import type { Core } from './compose-core.ts';
import { hasherOf, importerOf } from './first-start.ts';
import { installationOf } from './installation.ts';
import { readPasswordLists } from './password-lists.ts';
import { pokingOutbox } from './poking-outbox.ts';
import { readConsole } from './read-console.ts';
import { readinessOf } from './readiness-of.ts';
import { setUpOf } from './set-up.ts';
import { promisesOf } from './stores/store-promises.ts';
import { createSurveyingHasher } from './surveying-hasher.ts';
import { urlsBelow } from './urls.ts';
import { VERSION } from './version.ts';

export interface ComposedServer {
  readonly app: Application;
  readonly lifecycle: Lifecycle;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  /** What is answered below a realm. */
  readonly realmPaths: readonly string[];
}

export interface ServerInput {
  readonly core: Core;
  readonly base: BaseUrl;
  /** Captured mail, shown in development. */
  readonly mails: DevMails;
  /** A commit of this process queued mail. */
  readonly mailQueued: () => void;
  /** What `/metrics` answers in development; of this process when absent. */
  readonly metricsText?: () => Promise<string>;
  readonly lifecycle?: Lifecycle;
  /** Another judge of administrators' tokens than the realms' keys: a command is its own administrator. */
  readonly adminTokens?: AccessTokenVerifier;
  /** For tests that look at who may call what. */
  readonly adminRoutes?: (routes: readonly Route[]) => readonly Route[];
}

/** Everything that answers requests, in reading order. What runs beside them is `composeBackground`. */
export async function composeServer({ core, base, mails, mailQueued, metricsText, ...given }: ServerInput): Promise<ComposedServer> {
  const { configuration, clock, ids, log, realms, store, sessions, failures } = core;
  const development = configuration.mode === 'development';
  const urls = urlsBelow(base);
  const metrics = createMetrics();
  const lifecycle = given.lifecycle ?? { started: false, stopping: false };

  const signed = createSignedTokens({ urls, clock });
  const links = createActionLinks({ directory: core.directory, realms, signed, urls, clock, ids });
  const directory = pokingOutbox(core.directory, mailQueued);

  const hasher = createSurveyingHasher({ hasher: hasherOf(core), credentials: directory.credentials, clock });
  const webauthn = createWebAuthnVerifier({ origin: base.text });
  const codes = createMailedCodes({ signed });
  const lists = readPasswordLists(configuration.dataDir);
  const flowPorts = { directory, failures, hasher, blacklist: lists, store, links, webauthn, codes, clock, ids, log, custom: core.custom };
  const engine = createFlowEngine(flowPorts);
  const requiredActions = createRequiredActions(flowPorts);
  const pages = createPageResources();
  const renderer = createPageRenderer();
  const look = { renderer, resources: pages.base, development };

  const promises = new Map(promisesOf(core.stores, configuration).map(({ tag, promise }) => [tag, promise]));
  const oidc = createOidc({
    ...look,
    directory,
    realms,
    store,
    sessions,
    failures,
    engine,
    signed,
    links,
    urls,
    clock,
    ids,
    log,
    outgoing: createOutgoingRequests({ allowed: configuration.outgoingAllowed }),
    promiseOf: (tag) => promises.get(tag) ?? null,
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
    sessions: oidc.sessions,
    waitingLogins: oidc.waitingLogins,
    events: oidc.events,
    mailQueued,
    urls,
    clock,
    log,
  });
  const newKey = createNewSigningKey({ ids, clock });
  const rotation = createKeyRotation({ ...core, directory, leases: core.cluster.leases, holder: ids.uuid(), newKey });
  const adminApi = createAdminApi({
    directory,
    realms,
    store,
    sessions: oidc.sessions,
    failures,
    tokens: given.adminTokens ?? oidc.accessTokens,
    initialAccess: oidc.initialAccess,
    passwords: createAdminPasswords({ hasher, lists, clock, ids }),
    links,
    mailTemplates: { list: MAIL_TEMPLATES, example: EXAMPLE_PARAMETERS, renderer: createMailRenderer() },
    requiredActions,
    importer: importerOf({ ...core, directory }, hasher),
    keysMetadata,
    adapters: oidc.adapters,
    logoutNotices: oidc.logoutNotices,
    signingKeys: { states: keyStates, begin: rotation.begin },
    ...oidc.forAdministrators,
    mailTest: createMailTest({ transport: createSmtpTransport({ deadline: 15_000 }), clock, ids }),
    installation: installationOf(core),
    simulate: createSimulation(flowPorts),
    custom: core.custom,
    clock,
    ids,
    log,
    urls,
    version: VERSION,
    startedAt: clock.now(),
    ...(given.adminRoutes === undefined ? {} : { routesFor: given.adminRoutes }),
  });
  const devMail = createDevMailRoutes(mails);
  const setUp = createSetUpRoutes({ ...look, setUp: setUpOf(core, hasher), base });

  const console = readConsole();

  const readiness = readinessOf(core);
  const inside = [koaHealth({ readiness, lifecycle }), koaMetrics(metricsText ?? (() => metrics.text()))];
  const app = createApp({
    base,
    strictHost: development,
    proxy: configuration.proxy,
    clock,
    ids,
    log,
    unavailablePage: createUnavailablePage(look),
    unpinned: [metrics.middleware, ...(development ? inside : [])],
    rooms: [
      koaResources({ resources: pages.files }),
      ...(console === null ? [] : [koaConsoleAssets(console), koaConsole({ ...console, base, realms, ids })]),
      koaFrontDoor({ base, resources: pages.base, csp: PAGE_CSP }),
      async (ctx, next) => {
        const context = httpContextOf(ctx);
        if (await setUp.handle(context)) return;
        if (ctx.path.startsWith('/admin/')) {
          // Who administers through a load balancer goes on at one node with what was changed a moment ago at another.
          await realms.poll();
          return adminApi.handle(ctx);
        }
        if (development && (await devMail.handle(context))) return;
        if ((await oidc.handle(context)) || (await adminApi.handleRegistration(ctx)) || (await actionTokens.handle(context))) return;
        return next();
      },
    ],
  });
  return { app, lifecycle, readiness, metrics, realmPaths: [...oidc.paths, ...adminApi.registrationPaths, actionTokens.path] };
}
