import type { LoginEvent } from '../../api/activity-types.ts';
import type { MessageKey } from '../../i18n/messages.ts';

/** Sentences for what happens often; the rest is called by its type. Each may speak of {user} and {client}. */
const DONE: Readonly<Record<string, MessageKey>> = {
  LOGIN: 'event.login',
  LOGOUT: 'event.logout',
  REGISTER: 'event.register',
  CODE_TO_TOKEN: 'event.codeToToken',
  REFRESH_TOKEN: 'event.refresh',
  CLIENT_LOGIN: 'event.clientLogin',
  TOKEN_EXCHANGE: 'event.tokenExchange',
  INTROSPECT_TOKEN: 'event.introspect',
  USER_INFO_REQUEST: 'event.userInfo',
  REVOKE_GRANT: 'event.revoke',
  GRANT_CONSENT: 'event.consent',
  UPDATE_CONSENT: 'event.consent',
  UPDATE_PASSWORD: 'event.password',
  RESET_PASSWORD: 'event.password',
  SEND_RESET_PASSWORD: 'event.sendReset',
  SEND_VERIFY_EMAIL: 'event.sendVerify',
  VERIFY_EMAIL: 'event.verifyEmail',
  UPDATE_EMAIL: 'event.updateEmail',
  UPDATE_PROFILE: 'event.profile',
  UPDATE_TOTP: 'event.totp',
  UPDATE_CREDENTIAL: 'event.credential',
  REMOVE_CREDENTIAL: 'event.removeCredential',
  REMOVE_TOTP: 'event.removeCredential',
  EXECUTE_ACTIONS: 'event.executeActions',
  EXECUTE_ACTION_TOKEN: 'event.openLink',
  CUSTOM_REQUIRED_ACTION: 'event.requiredAction',
  USER_DISABLED_BY_TEMPORARY_LOCKOUT: 'event.locked',
  USER_DISABLED_BY_PERMANENT_LOCKOUT: 'event.locked',
};

const FAILED: Readonly<Record<string, MessageKey>> = {
  LOGIN_ERROR: 'event.loginFailed',
  REGISTER_ERROR: 'event.registerFailed',
  CODE_TO_TOKEN_ERROR: 'event.codeFailed',
  REFRESH_TOKEN_ERROR: 'event.refreshFailed',
  CLIENT_LOGIN_ERROR: 'event.clientLoginFailed',
  INTROSPECT_TOKEN_ERROR: 'event.introspectFailed',
  USER_INFO_REQUEST_ERROR: 'event.userInfoFailed',
  LOGOUT_ERROR: 'event.logoutFailed',
  EXECUTE_ACTION_TOKEN_ERROR: 'event.linkFailed',
};

export const isFailure = ({ type, error }: LoginEvent): boolean => error !== undefined || type.endsWith('_ERROR');

/** The sentence of an event, and the names it speaks of. */
export function sentenceOf(event: LoginEvent): { readonly key: MessageKey; readonly known: boolean } {
  const key = (isFailure(event) ? FAILED : DONE)[event.type];
  return key === undefined ? { key: isFailure(event) ? 'event.otherFailed' : 'event.other', known: false } : { key, known: true };
}

/** What the filter chips stand for. */
export const EVENT_KINDS = {
  signIn: ['LOGIN', 'REGISTER', 'CLIENT_LOGIN', 'IDENTITY_PROVIDER_LOGIN'],
  failure: [
    'LOGIN_ERROR',
    'REGISTER_ERROR',
    'CODE_TO_TOKEN_ERROR',
    'REFRESH_TOKEN_ERROR',
    'CLIENT_LOGIN_ERROR',
    'EXECUTE_ACTION_TOKEN_ERROR',
  ],
  signOut: ['LOGOUT', 'LOGOUT_ERROR'],
  token: ['CODE_TO_TOKEN', 'REFRESH_TOKEN', 'TOKEN_EXCHANGE', 'REVOKE_GRANT'],
  account: ['UPDATE_PASSWORD', 'RESET_PASSWORD', 'UPDATE_EMAIL', 'UPDATE_PROFILE', 'UPDATE_TOTP', 'UPDATE_CREDENTIAL', 'REMOVE_CREDENTIAL'],
  link: ['SEND_RESET_PASSWORD', 'SEND_VERIFY_EMAIL', 'VERIFY_EMAIL', 'EXECUTE_ACTIONS', 'EXECUTE_ACTION_TOKEN'],
} as const;
export type EventKind = keyof typeof EVENT_KINDS;
const KINDS = Object.keys(EVENT_KINDS) as readonly EventKind[];

/** The kinds named in an address: `signIn.failure`. */
export const kindsIn = (text: string | undefined): readonly EventKind[] => KINDS.filter((kind) => text?.split('.').includes(kind));
export const typesOf = (kinds: readonly EventKind[]): readonly string[] => kinds.flatMap((kind) => EVENT_KINDS[kind]);
