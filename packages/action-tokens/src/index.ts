export { type ActionLinks, type ActionLinksDependencies, createActionLinks } from './action-links.ts';
export {
  checkExecuteActions,
  type ExecuteActionsRefusal,
  type ExecuteActionsRequest,
  type ExecuteActionsRules,
} from './check-execute-actions.ts';
export { PROVEN_BY_MAIL } from './finish-action.ts';
export { type LinkLife, linkLife } from './link-life.ts';
export { createMailedCodes } from './mailed-codes.ts';
export type { DeadReason, OpenedLink } from './open-link.ts';
export { type LinkRequest, mailLocale, type PlannedLink } from './plan-link.ts';
export type { Resend } from './plan-resend.ts';
export { adminRoleOf, hasAdministrator, readMaster } from './set-up/has-administrator.ts';
export { newAdministrator } from './set-up/new-administrator.ts';
export {
  createSetUpLink,
  type OpenedSetUp,
  type SetUpDeadReason,
  type SetUpLink,
  type SetUpPasswords,
  type SetUpResult,
} from './set-up/set-up-link.ts';
