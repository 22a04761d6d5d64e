import type { Outcome } from '@anteroom/core';
import { acrOf } from '../levels/acr-levels.ts';
import { LEVELS_NOTE, writeLevels } from '../levels/held-levels.ts';
import type { Draft } from './draft.ts';

/** RFC 8176 names of the credential types. */
const AMR: Readonly<Record<string, string>> = {
  password: 'pwd',
  otp: 'otp',
  'recovery-authn-codes': 'otp',
  'email-code': 'email',
  // Proof of possession of a key; whether hardware holds it is not known of one that may be synchronised.
  webauthn: 'pop',
  'webauthn-passwordless': 'pop',
};

function notesOf({ levels }: Draft): Outcome['notes'] {
  return levels.size === 0 ? {} : { [LEVELS_NOTE]: writeLevels(levels) };
}

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
    notes: { ...Object.fromEntries(draft.userNotes), ...notesOf(draft) },
    limits: draft.limits,
    action: draft.actionStatus === null ? null : { alias: draft.context.action?.alias ?? '', status: draft.actionStatus },
  };
  // Keycloak's acr of a login without levels: 0 when single sign-on answered, 1 otherwise.
  const acr = (fromSession: boolean) => acrOf(draft.level >= 0 ? draft.level : fromSession ? 0 : 1, draft.context);
  if (draft.fromSession && session !== null && draft.methods.length === 0) {
    const { record } = session;
    return {
      ...common,
      acr: acr(true),
      amr: record.amr,
      rememberMe: record.rememberMe,
      fromSession: true,
      authTime: new Date(record.authTime),
    };
  }
  const before = draft.steppedUp && session !== null ? session.record.amr : [];
  const amr = [...new Set([...before, ...draft.methods.map((type) => AMR[type] ?? type)])];
  return { ...common, acr: acr(false), amr, rememberMe: draft.rememberMe, fromSession: false, authTime: draft.now };
}
