import type { Context } from 'koa';
import type { Answer } from '../http/answer.ts';
import { httpFailure, notFound } from '../http/failure.ts';
import { readJson } from '../http/read-json.ts';
import { translateError } from '../http/translate-error.ts';
import type { Parts } from '../parts.ts';
import { body } from '../schemas/representations.ts';
import { createClientRegistration, type RegistrationCall } from './client-registration.ts';
import { realmDisabled } from './refusals.ts';

const [NAME, SCHEMA] = body.client;
const PATH = '/clients-registrations';
/** Below a realm. */
export const REGISTRATION_PATHS: readonly string[] = [`${PATH}/default`, `${PATH}/default/:client`, `${PATH}/install/:client`];

/** Answers `/realms/{realm}/clients-registrations/default` and `/install`; null for a path that is neither, or of no realm. */
export function createRegistrationRoutes(parts: Parts) {
  const registration = createClientRegistration(parts);
  const prefix = `${new URL(parts.urls.base).pathname.replace(/\/$/, '')}/realms/`;

  const answer = async (ctx: Context, call: RegistrationCall, provider: string, client: string | undefined): Promise<Answer> => {
    if (!call.realm.realm.enabled) throw realmDisabled();
    const read = () => readJson(ctx, NAME, SCHEMA);
    const method = ctx.method === 'HEAD' ? 'GET' : ctx.method;
    if (provider === 'install' && client !== undefined && method === 'GET') return registration.install(call, client);
    if (provider === 'install') throw httpFailure(404);
    if (provider !== 'default') throw notFound('Client registration provider not found');
    if (client === undefined && method === 'POST') return registration.register(call, read);
    if (client !== undefined && method === 'GET') return registration.view(call, client);
    if (client !== undefined && method === 'PUT') return registration.update(call, client, read);
    if (client !== undefined && method === 'DELETE') return registration.remove(call, client);
    throw httpFailure(404);
  };

  return async (ctx: Context): Promise<Answer | null> => {
    if (!ctx.path.startsWith(prefix)) return null;
    const [name = '', room, provider, client, ...more] = decodedParts(ctx.path.slice(prefix.length));
    if (`/${room}` !== PATH || provider === undefined || more.length > 0) return null;
    const realm = await parts.realms.byName(name);
    if (realm === null) return null;
    try {
      return await answer(ctx, { realm, ip: ctx.ip, headers: ctx.headers }, provider, client);
    } catch (error) {
      return translateError(error, parts.log);
    }
  };
}

/** A path that cannot be decoded leads nowhere. */
function decodedParts(path: string): readonly string[] {
  try {
    return path.replace(/\/$/, '').split('/').map(decodeURIComponent);
  } catch {
    return [];
  }
}
