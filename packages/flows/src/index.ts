export { boundFlow } from './bound-flow.ts';
export { createFlowEngine, type FlowEngineDependencies } from './create-flow-engine.ts';
export { createRequiredActions } from './create-required-actions.ts';
export type { Authenticator, Condition, ConditionContext, ExecutionContext, Result } from './evaluate/authenticator.ts';
export { FlowDenied } from './evaluate/flow-denied.ts';
export { type Ask, ask } from './evaluate/need.ts';
export type {
  FlowContext,
  FlowEngine,
  FlowEvent,
  FlowPurpose,
  FlowStep,
  Form,
  RequiredActionInput,
  RequiredActions,
} from './flow-engine.ts';
export { KNOWN_AUTHENTICATORS, type KnownAuthenticator } from './known-authenticators.ts';
export { KNOWN_REQUIRED_ACTIONS } from './known-required-actions.ts';
export type { LinkPlanner, NeedPorts } from './ports/answer-need.ts';
export { createSimulation, type SimulationDependencies } from './simulate/create-simulation.ts';
export { createWebAuthnVerifier } from './webauthn/create-webauthn-verifier.ts';
export type { WebAuthnVerifier } from './webauthn/webauthn-verifier.ts';
