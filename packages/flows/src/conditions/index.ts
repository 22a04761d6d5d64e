import type { Condition } from '../evaluate/authenticator.ts';
import { clientScope } from './client-scope.ts';
import { credentialUsed } from './credential.ts';
import { levelOfAuthentication } from './level-of-authentication.ts';
import { subFlowExecuted } from './sub-flow-executed.ts';
import { userAttribute } from './user-attribute.ts';
import { userConfigured } from './user-configured.ts';
import { userRole } from './user-role.ts';

export const CONDITIONS: readonly Condition[] = [
  userConfigured,
  userRole,
  userAttribute,
  credentialUsed,
  clientScope,
  subFlowExecuted,
  levelOfAuthentication,
];
