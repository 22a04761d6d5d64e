import { NOT_USERINFO } from '../claim-target.ts';
import { compiled, type MapperKind } from '../mapper.ts';

/** For clients that still read `session_state` from the token; a token without a session has none. */
export const sessionStateMapper: MapperKind = {
  id: 'oidc-session-state-mapper',
  compile: (mapper) =>
    compiled(mapper, NOT_USERINFO, ({ sid }, { claims }) => {
      if (sid !== null) claims.session_state = sid;
    }),
};
