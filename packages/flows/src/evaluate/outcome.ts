import type { Outcome } from '@anteroom/core';
import type { Draft } from './draft.ts';

/** RFC 8176 names of the credential types. */
const AMR: Readonly<Record<string, string>> = { password: 'pwd', otp: 'otp' };

/** Keycloak's client note that makes a login transient (`AuthenticationManager.USER_SESSION_PERSISTENT_STATE`). */
const PERSISTENT_STATE = 'USER_SESSION_PERSISTENT_STATE';

/** What the finished flow says about the person. Called when a user is set. */
export function outcomeOf(draft: Draft): Outcome {
  const { session } = draft.context;
  const common = {
    userId: draft.userId ?? '',
    username: draft.user?.username ?? '',
    transient: draft.persistence === 'none' || draft.clientNotes.get(PERSISTENT_STATE) === 'TRANSIENT',
    persistence: draft.persistence === 'none' ? null : draft.persistence,
    trace: null,
    notes: {},
  };
  if (draft.fromSession && session !== null && draft.methods.length === 0) {
    const { record } = session;
    // Keycloak's acr of a login that single sign-on answered.
    return { ...common, acr: '0', amr: record.amr, rememberMe: record.rememberMe, fromSession: true, authTime: new Date(record.authTime) };
  }
  const amr = [...new Set(draft.methods.map((type) => AMR[type] ?? type))];
  return { ...common, acr: '1', amr, rememberMe: draft.rememberMe, fromSession: false, authTime: draft.now };
}
