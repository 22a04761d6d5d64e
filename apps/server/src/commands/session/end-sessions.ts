import { AnteroomError } from '@anteroom/core';
import { type RestCommand, realmPath } from '../../rest/rest-command.ts';
import { done } from '../../rest/show.ts';
import { findUser } from '../user/find-user.ts';

export const endSessions: RestCommand = {
  usage: 'end [session]',
  summary: 'end one session, or all of a user',
  ofRealm: true,
  sessions: true,
  options: [
    ['--of <user>', 'all sessions of this user'],
    ['--offline', 'the offline session of this id'],
  ],
  examples: ['session end s.4mJm2 -r acme', 'session end --of alice -r acme'],
  async run(rest, [session], options) {
    const name = options.of as string | undefined;
    if ((session === undefined) === (name === undefined)) throw new AnteroomError('invalid_input', 'name a session, or a user by --of');
    if (name !== undefined) {
      const { id, username } = await findUser(rest, options, name);
      await rest.send('POST', realmPath(options, `/users/${id}/logout`));
      return done(`Ended the sessions of ${username}.`, { id, username });
    }
    const offline = options.offline === true ? { isOffline: true } : {};
    await rest.send('DELETE', realmPath(options, `/sessions/${encodeURIComponent(session ?? '')}`), undefined, offline);
    return done(`Ended session ${session}.`, { session });
  },
};
