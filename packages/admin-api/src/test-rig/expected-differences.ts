/** Cases of the recordings that need the token endpoint or a browser: they are replayed against the whole server elsewhere. */
export const NEEDS_WHOLE_SERVER: Readonly<Record<string, readonly string[]>> = {
  'admin-auth.json': ['admin-cli password grant'],
  'admin-user-credentials.json': ['login with it', 'login with a temporary password'],
  'admin-events-sessions-attack.json': [
    'latest event (the grant of the admin token itself)',
    'events by type',
    'event of a successful grant',
    'client session stats',
    'attack detection after two failures',
    'right password while locked',
    'login works again',
  ],
  'admin-user-roles-groups-sessions.json': ['sessions', 'delete session', 'code after logout'],
  'admin-client-scopes.json': ['token with the optional scope'],
};

const FAULT_OF_THE_CALLER = 'Bad input is answered 400 with what is wrong, where Keycloak answers 500.';

/** Cases answered otherwise on purpose, with the reason. One that matches after all is an error of this list. */
export const DELIBERATE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'admin-user-credentials.json': {
    'execute-actions-email: mail server down':
      'The mail is queued durably and sent when the server is back; the call does not wait for it.',
    'send-verify-email: mail server down': 'The mail is queued durably and sent when the server is back; the call does not wait for it.',
  },
  'admin-users.json': { 'unknown group': FAULT_OF_THE_CALLER },
  'admin-client-scopes.json': { 'missing name': FAULT_OF_THE_CALLER },
  'admin-events-sessions-attack.json': { 'events, unknown type': FAULT_OF_THE_CALLER },
  'admin-flows.json': {
    'delete a bound flow': FAULT_OF_THE_CALLER,
    'bind unknown flow': FAULT_OF_THE_CALLER,
    'authenticator providers (ids)': 'There are three more: session-persistence, transient-session and auth-email-code-form.',
  },
};
