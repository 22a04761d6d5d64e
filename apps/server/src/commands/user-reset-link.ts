import { createActionLinks } from '@anteroom/action-tokens';
import { AnteroomError, type RealmSnapshot, type User } from '@anteroom/core';
import { baseUrl } from '@anteroom/http';
import { createSignedTokens } from '@anteroom/oidc';
import { type Core, composeCore } from '../compose-core.ts';
import { load, modeOfEnvironment } from '../load.ts';
import { createLog } from '../log.ts';
import { systemClock as clock, systemIds as ids } from '../system.ts';
import { urlsBelow } from '../urls.ts';

export interface ResetLinkOptions {
  readonly realm: string;
  readonly lifespan?: string;
  readonly json?: boolean;
}

/** Prints a link with which a user sets a new password: the way in when there is no mail server. It works once, as a mailed one does. */
export async function userResetLink(name: string, options: ResetLinkOptions): Promise<void> {
  const { configuration } = load(modeOfEnvironment());
  const log = createLog({ level: 'warn', json: false });
  const core = await composeCore({ configuration, clock, ids, log });
  try {
    const realm = await core.realms.byName(options.realm);
    if (realm === null) throw new AnteroomError('not_found', `there is no realm ${options.realm}`);
    const user = await findUser(core, realm, name);
    const urls = urlsBelow(baseUrl(configuration.hostname ?? `http://localhost:${configuration.http.port}`));
    const links = createActionLinks({ ...core, signed: createSignedTokens({ urls, clock }), urls });
    const about = { realm, user, clientId: null, redirectUri: null, locale: null, handedOver: true } as const;
    const lifespanSeconds = options.lifespan === undefined ? null : Number(options.lifespan);
    const { link, changes } = links.plan({ ...about, kind: 'execute-actions', actions: ['UPDATE_PASSWORD'], lifespanSeconds });
    await core.directory.commit(realm.id, changes);
    log.warn('link.handed-over', { realm: realm.name, link: link.id, user: user.id, by: 'command line' });
    const { url } = await links.mint(realm, link);
    const expires = link.expiresAt.toISOString();
    process.stdout.write(
      options.json ? `${JSON.stringify({ id: link.id, url, expiresAt: expires })}\n` : `${url}\nWorks once, until ${expires}.\n`,
    );
  } finally {
    await core.close();
  }
}

async function findUser({ directory }: Core, realm: RealmSnapshot, name: string): Promise<User> {
  const user = (await directory.users.findByUsername(realm.id, name)) ?? (await directory.users.findByEmail(realm.id, name));
  if (user === null) throw new AnteroomError('not_found', `there is no user ${name} in realm ${realm.name}`);
  if (!user.enabled) throw new AnteroomError('invalid_input', `user ${name} is disabled: a link would not work`);
  return user;
}
