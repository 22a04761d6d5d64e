import type { FlowRefusal } from '@anteroom/core';

/**
 * An execution cannot go on (Keycloak's AuthenticationFlowException). Among alternatives it is caught and the next one is tried;
 * anywhere else it ends the login.
 */
export class FlowDenied extends Error {
  readonly refusal: FlowRefusal;
  readonly missing: 'username' | null;

  constructor(refusal: FlowRefusal, message: string, missing: 'username' | null = null) {
    super(message);
    this.name = 'FlowDenied';
    this.refusal = refusal;
    this.missing = missing;
  }
}
