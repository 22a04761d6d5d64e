export { type ActionLinks, type ActionLinksDependencies, createActionLinks } from './action-links.ts';
export {
  checkExecuteActions,
  type ExecuteActionsRefusal,
  type ExecuteActionsRequest,
  type ExecuteActionsRules,
} from './check-execute-actions.ts';
export type { DeadReason, OpenedLink } from './open-link.ts';
export type { LinkRequest, PlannedLink } from './plan-link.ts';
