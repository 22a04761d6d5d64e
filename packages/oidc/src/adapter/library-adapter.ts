import type { LibraryPayload } from '../provider/library-call.ts';
import { currentCall } from '../provider/oidc-provider-seam.ts';
import { grantPayload } from '../provider/provider-configuration.ts';

interface Adapter {
  upsert(id: string, payload: LibraryPayload): Promise<void>;
  find(id: string): Promise<LibraryPayload | undefined>;
  findByUid(uid: string): Promise<LibraryPayload | undefined>;
  findByUserCode(code: string): Promise<undefined>;
  consume(id: string): Promise<void>;
  destroy(id: string): Promise<void>;
  revokeByGrantId(grantId: string): Promise<void>;
}

/** Expiry is decided by our clock when a record is read; the library's own check (1970 to 9999) must then never say no. */
const ALWAYS = { iat: 1, exp: 253_402_300_799 };

const nothing: Adapter = {
  upsert: async () => {},
  find: async () => undefined,
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
  consume: async () => {},
  destroy: async () => {},
  revokeByGrantId: async () => {},
};

/**
 * The one translator between the library's storage contract and ours. The contract is not atomic (`consume` is a blind write whose
 * result is ignored, sessions are whole-document upserts), so none of its writes is taken over: sessions are changed by `SsoSessions`
 * only, codes are redeemed atomically when they are looked up, grants are virtual.
 */
export function libraryAdapter(model: string): Adapter {
  switch (model) {
    case 'Session':
      return { ...nothing, find: async () => sessionPayload(), findByUid: async () => sessionPayload() };
    case 'Grant':
      return {
        ...nothing,
        find: async (id) => {
          const call = currentCall();
          const grant = await call.findGrant(id);
          return grant === null ? undefined : { ...grantPayload(grant.id, grant.accountId, call.client.id), ...ALWAYS };
        },
      };
    case 'AuthorizationCode':
      return {
        ...nothing,
        // The id is the code itself: it goes no further than this.
        upsert: async (id, { jti: _id, iat: _iat, exp: _exp, ...payload }) => currentCall().saveCode(id, payload),
        find: async (id) => {
          const payload = await currentCall().redeemCode(id);
          return payload === null ? undefined : { ...payload, jti: id, ...ALWAYS };
        },
      };
    case 'Interaction':
      return {
        ...nothing,
        upsert: async () => {
          throw new Error('the protocol library asked for an interaction; it is only called when the person is known');
        },
      };
    default:
      return nothing;
  }
}

function sessionPayload(): LibraryPayload | undefined {
  const call = currentCall();
  const session = call.session();
  if (session === null) return undefined;
  return {
    kind: 'Session',
    jti: session.uid,
    uid: session.uid,
    accountId: session.accountId,
    loginTs: session.authTime,
    acr: session.acr,
    amr: session.amr,
    authorizations: { [call.client.id]: { sid: session.uid, grantId: session.grantId } },
    ...ALWAYS,
  };
}
