import { writablePath, writeClaim } from '../claim-path.ts';
import { EVERYWHERE } from '../claim-target.ts';
import { claimValue } from '../claim-value.ts';
import { compiled, type MapperKind } from '../mapper.ts';

/** A note of the user session: `AUTH_TIME` gives `auth_time`, `clientAddress` and its relatives those of a service account. */
export const sessionNoteMapper: MapperKind = {
  id: 'oidc-usersessionmodel-note-mapper',
  compile(mapper) {
    const path = writablePath(mapper.config['claim.name']);
    const note = mapper.config['user.session.note'];
    if (path === null || !note) return null;
    return compiled(mapper, EVERYWHERE, ({ notes }, { claims }) => {
      const found = Object.hasOwn(notes, note) ? notes[note] : undefined;
      const value = found === undefined ? undefined : claimValue(mapper, [found]);
      if (value !== undefined) writeClaim(claims, path, value, false);
    });
  },
};
