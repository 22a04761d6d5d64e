import { setUser } from '../evaluate/draft.ts';
import { FlowDenied } from '../evaluate/flow-denied.ts';
import type { Ask } from '../evaluate/need.ts';
import { TERMS_ATTRIBUTE } from '../required-actions/terms-and-conditions.ts';
import type { FormAction, FormErrors } from './form-action.ts';

/**
 * Keycloak's `registration-terms-and-conditions`: nobody registers without having agreed to the terms, and the account says when they did,
 * as TERMS_AND_CONDITIONS does, which is then not asked for.
 */
export const termsAction: FormAction = {
  id: 'registration-terms-and-conditions',
  asksPassword: false,
  asksTerms: true,
  fields: () => [],
  *validate({ form }): Ask<FormErrors> {
    if (form.termsAccepted === 'on') return { fields: {}, error: null };
    return { fields: { termsAccepted: { key: 'termsAcceptanceRequired' } }, error: 'invalid_registration' };
  },
  *apply(filled) {
    const { draft, candidate } = filled;
    if (candidate === null) throw new FlowDenied('flow_misconfigured', 'terms are agreed to by an account that nothing makes');
    const attributes = { ...candidate.attributes, [TERMS_ATTRIBUTE]: [String(Math.floor(draft.now.getTime() / 1000))] };
    const requiredActions = candidate.requiredActions.filter((action) => action !== 'TERMS_AND_CONDITIONS');
    const agreed = { attributes, requiredActions };
    filled.candidate = { ...candidate, ...agreed };
    // The account may stand among the changes already: it depends on the order of the executions.
    const made = draft.changes.findIndex((change) => change.kind === 'create-user' && change.user.id === candidate.id);
    if (made >= 0) draft.changes[made] = { kind: 'create-user', user: filled.candidate };
    if (draft.user?.id === candidate.id) setUser(draft, { ...draft.user, ...agreed });
  },
};
