import type { CustomAuthenticator } from '@anteroom/core';

/** Keycloak's client note for a login without a session. Only the line that sets it does something. */
const TRANSIENT = { USER_SESSION_PERSISTENT_STATE: 'TRANSIENT' };

/** Everybody who passes this step gets tokens and leaves nothing behind; with `network`, only those who come from there. */
const transient: CustomAuthenticator = {
  id: 'acme-transient',
  displayName: 'Transient session (acme)',
  helpText: 'The login gives tokens and stores nothing',
  requirementChoices: ['REQUIRED', 'DISABLED'],
  properties: [{ name: 'network', label: 'Network', helpText: 'Beginning of the addresses it is for; empty: all of them' }],
  requiresUser: false,
  isSetting: true,
  authenticate({ config, ipAddress }) {
    if (!ipAddress.startsWith(config.network ?? '')) return { kind: 'success', why: 'the address is of another network' };
    return { kind: 'success', why: 'no session is kept', clientNotes: TRANSIENT };
  },
};

export const authenticators = [transient];
