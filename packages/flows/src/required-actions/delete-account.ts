import type { ActionContext, RequiredAction } from '../evaluate/required-action.ts';

const CLIENT = 'account';
const ROLE = 'delete-account';

/** Deletes the person's own account, where the realm gave them the role for it; asked for by an application, and confirmed on a page. */
export const deleteAccount: RequiredAction = {
  id: 'delete_account',
  loginOnly: true,
  *applies(context) {
    return mayDelete(context);
  },
  *show(context) {
    return mayDelete(context) ? { kind: 'delete-account' } : REFUSED;
  },
  *submit(context, form) {
    const { user } = context;
    const details = { username: user.username };
    if (!mayDelete(context)) {
      return {
        kind: 'challenge',
        view: REFUSED,
        events: [{ type: 'DELETE_ACCOUNT_ERROR', userId: user.id, error: 'not_allowed', details }],
      };
    }
    // Only the button says so: a form of another page that ends up here deletes nobody.
    if (form.accept === undefined) return { kind: 'challenge', view: { kind: 'delete-account' }, events: [] };
    return {
      kind: 'ended',
      changes: [{ kind: 'delete-user', id: user.id }],
      events: [{ type: 'DELETE_ACCOUNT', userId: user.id, error: null, details }],
      view: { kind: 'info', message: { key: 'userDeletedSuccessfully' }, actions: [], link: null },
    };
  },
};

const REFUSED = { kind: 'error', message: { key: 'deleteAccountNotAllowed' }, back: null, requestId: null } as const;

function mayDelete({ realm, user }: ActionContext): boolean {
  return realm
    .effectiveRoles(user)
    .some(({ name, clientRole, containerId }) => clientRole && name === ROLE && realm.clientId(containerId) === CLIENT);
}
