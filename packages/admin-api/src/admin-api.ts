import { isAnteroomError } from '@anteroom/core';
import type { Context } from 'koa';
import type { AdminApiDependencies } from './dependencies.ts';
import { type Answer, file } from './http/answer.ts';
import { corsHeaders, preflightHeaders } from './http/cors.ts';
import { changedMeanwhile, entityTag, matches } from './http/entity-tag.ts';
import { httpFailure, notFound } from './http/failure.ts';
import { openApiDocument } from './http/openapi.ts';
import { openApiPage, PAGE_POLICY } from './http/openapi-page.ts';
import { declaredQuery } from './http/parameters.ts';
import { MAX_BODY_BYTES, MAX_REALM_BYTES, readBody, readForm } from './http/read-body.ts';
import { readJson } from './http/read-json.ts';
import { type Call, pathTemplate, type Route } from './http/route.ts';
import { createRouter } from './http/router.ts';
import { translateError } from './http/translate-error.ts';
import { createAuthenticate } from './permissions/authenticate.ts';
import { createAdmin } from './permissions/create-admin.ts';
import { createRegistrationRoutes, REGISTRATION_PATHS } from './registration/registration-routes.ts';
import { createRoutes, partsOf } from './routes.ts';

export interface AdminApi {
  /** Koa middleware for everything under `/admin/`; answers every such request. */
  handle(ctx: Context): Promise<void>;
  /** Koa middleware for `/realms/{realm}/clients-registrations/default` and `/install`; false for any other path. */
  handleRegistration(ctx: Context): Promise<boolean>;
  /** Every path below a realm that `handleRegistration` answers. */
  readonly registrationPaths: readonly string[];
  /** The routes as values, for the permission matrix and the OpenAPI document. */
  readonly routes: readonly Route[];
  /** OpenAPI 3.1, also served at `/admin/openapi.json`. */
  openApi(): Readonly<Record<string, unknown>>;
}

export function createAdminApi(dependencies: AdminApiDependencies): AdminApi {
  const { routesFor = (all) => all } = dependencies;
  const parts = partsOf(dependencies);
  const routes = routesFor(createRoutes(parts));
  const router = createRouter(routes);
  const registration = createRegistrationRoutes(parts);
  const authenticate = createAuthenticate(dependencies);

  /** Order of refusals as recorded: 401, then the realm, path and method, 403, the body, and only then the thing itself. */
  async function answer(ctx: Context): Promise<{ readonly answer: Answer; readonly cors: Readonly<Record<string, string>> }> {
    let cors: Readonly<Record<string, string>> = {};
    const ifMatch = ctx.method === 'PUT' ? ctx.get('if-match') : '';
    try {
      const { authRealm, verdict } = await authenticate(ctx.get('authorization') || undefined);
      const origin = ctx.get('origin');
      if (origin !== '') cors = corsHeaders(origin, verdict.client, dependencies.urls.base);
      const segments = segmentsOf(ctx.path);
      const name = realmNameOf(segments);
      const realm = name === null ? authRealm : await dependencies.realms.byName(name);
      if (realm === null) throw notFound('Realm not found.');
      const match = router.match(ctx.method === 'HEAD' ? 'GET' : ctx.method, segments);
      if (match.kind === 'none') throw httpFailure(404);
      if (match.kind === 'method-not-allowed') throw httpFailure(405);
      // For the metrics: the pattern, not the names in it.
      ctx.state.route = pathTemplate(match.route);
      const admin = createAdmin(authRealm, verdict, realm);
      if (!admin.may(match.route.permission)) throw httpFailure(403);
      const call: Call<unknown> = {
        admin,
        realm,
        params: match.params,
        query: declaredQuery(ctx.querystring, match.route.parameters),
        body: await bodyOf(ctx, match.route),
        ip: ctx.ip,
        guarded: ifMatch !== '',
      };
      if (call.guarded) await requireMatch(ifMatch, segments, call);
      const answer = await match.route.handler(call as Call<never>);
      return { answer: isVersioned(match.route) ? withTag(answer) : answer, cors };
    } catch (error) {
      // Between the look and the write somebody else was faster.
      if (ifMatch !== '' && isAnteroomError(error, 'conflict'))
        return { answer: translateError(changedMeanwhile(), dependencies.log), cors };
      return { answer: translateError(error, dependencies.log), cors };
    }
  }

  /** What can be read and replaced at one address has a tag, and is changed with `If-Match` only while it is what was read. */
  const replaced = new Set(routes.filter(({ method }) => method === 'PUT').map(pathTemplate));
  const isVersioned = (route: Route) => route.method === 'GET' && replaced.has(pathTemplate(route));

  async function requireMatch(ifMatch: string, segments: readonly string[], call: Call<unknown>): Promise<void> {
    const read = router.match('GET', segments);
    if (read.kind !== 'found') return;
    if (!call.admin.may(read.route.permission)) throw httpFailure(403);
    const { json } = await read.route.handler({ ...call, query: new URLSearchParams(), body: undefined } as Call<never>);
    if (!matches(ifMatch, entityTag(json))) throw changedMeanwhile();
  }

  const openApi = () => openApiDocument(routes, dependencies.urls.base, dependencies.version);

  return {
    routes,
    openApi,
    registrationPaths: REGISTRATION_PATHS,
    async handleRegistration(ctx) {
      const result = await registration(ctx);
      if (result !== null) send(ctx, result, {});
      return result !== null;
    },
    async handle(ctx) {
      if (ctx.method === 'OPTIONS' && ctx.get('access-control-request-method') !== '') {
        ctx.set(preflightHeaders(ctx.get('origin')));
        ctx.status = 200;
        ctx.body = '';
        ctx.remove('content-type');
        return;
      }
      if (ctx.method === 'GET' && ctx.path === '/admin/openapi.json') {
        send(ctx, { status: 200, json: openApi() }, {});
        return;
      }
      if (ctx.method === 'GET' && ctx.path === '/admin/openapi') {
        send(ctx, { ...file('text/html;charset=UTF-8', openApiPage(openApi())), headers: { 'content-security-policy': PAGE_POLICY } }, {});
        return;
      }
      const { answer: result, cors } = await answer(ctx);
      send(ctx, result, cors);
    },
  };
}

const withTag = (answer: Answer): Answer =>
  answer.status === 200 && answer.json !== undefined ? { ...answer, headers: { ...answer.headers, etag: entityTag(answer.json) } } : answer;

/** The realm that a path is about; null for paths of the server itself. */
function realmNameOf(segments: readonly string[]): string | null {
  const [first, second, third] = segments;
  if (first === 'realms') return second ?? null;
  return first === 'anteroom' && second === 'realms' ? (third ?? null) : null;
}

function segmentsOf(path: string): readonly string[] {
  try {
    return path
      .split('/')
      .slice(2)
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    throw httpFailure(404);
  }
}

async function bodyOf(ctx: Context, route: Route): Promise<unknown> {
  if (route.consumes === 'none') return undefined;
  const limit = route.large ? MAX_REALM_BYTES : MAX_BODY_BYTES;
  if (route.consumes === 'form-data') return readForm(await readBody(ctx.req, limit), ctx.get('content-type'));
  if (route.consumes === 'text') return (await readBody(ctx.req, limit)).toString('utf8');
  return readJson(ctx, route.requestName ?? 'Object', route.request, limit);
}

function send(ctx: Context, answer: Answer, cors: Readonly<Record<string, string>>): void {
  ctx.status = answer.status;
  ctx.set({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
    ...cors,
    ...answer.headers,
    ...(answer.cookies === undefined ? {} : { 'set-cookie': [...answer.cookies] }),
  });
  if (answer.file !== undefined) {
    ctx.body = answer.file.content;
    ctx.set('content-type', answer.file.media);
    return;
  }
  if (answer.json === undefined) {
    ctx.body = null;
    ctx.status = answer.status;
    return;
  }
  ctx.body = JSON.stringify(answer.json);
  const given = answer.headers?.['content-type'];
  ctx.set('content-type', given ?? (answer.status === 200 ? 'application/json;charset=UTF-8' : 'application/json'));
}
