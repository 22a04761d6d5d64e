import { HttpConnection, type HttpRequest } from '../load/http-connection.ts';
import { CLIENT, PASSWORD, usernameOf } from '../subject/bench-realm.ts';
import type { Site } from './operation.ts';

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
}

export function tokenRequest({ protocol }: Pick<Site, 'protocol'>, form: Readonly<Record<string, string>>): HttpRequest {
  return { method: 'POST', path: `${protocol}/token`, body: new URLSearchParams(form).toString() };
}

export function passwordRequest(
  site: Pick<Site, 'protocol'>,
  user: number,
  { client = CLIENT, scope = 'openid' }: { readonly client?: typeof CLIENT; readonly scope?: string } = {},
): HttpRequest {
  return tokenRequest(site, { grant_type: 'password', ...client, username: usernameOf(user), password: PASSWORD, scope });
}

const known = new WeakMap<Site['subject'], Map<string, Promise<readonly Tokens[]>>>();

/** A login for each user, kept for the operations that need somebody who is logged in. */
export function tokensOfAll(site: Site): Promise<readonly Tokens[]> {
  const ofSubject = known.get(site.subject) ?? new Map<string, Promise<readonly Tokens[]>>();
  known.set(site.subject, ofSubject);
  const tokens = ofSubject.get(site.realm.name) ?? logAllIn(site);
  ofSubject.set(site.realm.name, tokens);
  return tokens;
}

async function logAllIn(site: Site): Promise<readonly Tokens[]> {
  const tokens: Tokens[] = [];
  const open = Array.from({ length: site.realm.users }, (_, index) => index);
  const work = async () => {
    const connection = new HttpConnection(new URL(site.subject.base));
    for (let user = open.pop(); user !== undefined; user = open.pop()) {
      const reply = await connection.send(passwordRequest(site, user));
      if (reply.status !== 200) throw new Error(`no tokens for ${usernameOf(user)}: ${reply.status} ${reply.body.slice(0, 200)}`);
      tokens.push(JSON.parse(reply.body));
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: site.callers }, work));
  return tokens;
}
