import type { RequiredAction } from '../evaluate/required-action.ts';

/** Keycloak's attribute of who has agreed, with the time (epoch seconds). */
export const TERMS_ATTRIBUTE = 'terms_and_conditions';

/** Agreement to the terms. Without it there is no login, and an earlier one is taken back. */
export const termsAndConditions: RequiredAction = {
  id: 'TERMS_AND_CONDITIONS',
  *show() {
    return { kind: 'terms' };
  },
  *submit({ user, now }, form) {
    const details = { custom_required_action: 'TERMS_AND_CONDITIONS' };
    const { [TERMS_ATTRIBUTE]: agreed, ...attributes } = user.attributes;
    if (form.cancel !== undefined) {
      return {
        kind: 'denied',
        changes: agreed === undefined ? [] : [{ kind: 'update-user', id: user.id, patch: { attributes } }],
        events: [{ type: 'CUSTOM_REQUIRED_ACTION_ERROR', userId: user.id, error: 'rejected_by_user', details }],
      };
    }
    if (form.accept === undefined) return { kind: 'challenge', view: { kind: 'terms' }, events: [] };
    const patch = {
      attributes: { ...attributes, [TERMS_ATTRIBUTE]: [String(Math.floor(now.getTime() / 1000))] },
      requiredActions: user.requiredActions.filter((action) => action !== 'TERMS_AND_CONDITIONS'),
    };
    return {
      kind: 'done',
      changes: [{ kind: 'update-user', id: user.id, patch }],
      events: [{ type: 'CUSTOM_REQUIRED_ACTION', userId: user.id, error: null, details }],
      logoutOtherSessions: false,
    };
  },
};
