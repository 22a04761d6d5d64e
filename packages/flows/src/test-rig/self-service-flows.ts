import type { Flow } from '@anteroom/core';
import type { Node } from './flow-tree.ts';

/** Keycloak's built-in reset flow. */
export const RESET: readonly Node[] = [
  ['R', 'reset-credentials-choose-user'],
  ['R', 'reset-credential-email'],
  ['R', 'reset-password'],
  [
    'C',
    'Reset - Conditional OTP',
    [
      ['R', 'conditional-user-configured'],
      ['R', 'reset-otp'],
    ],
  ],
];

/** Keycloak's built-in registration flow, with other executions of its form if given. */
export function registrationFlows(
  actions: Readonly<Record<string, 'REQUIRED' | 'DISABLED'>> = {
    'registration-user-creation': 'REQUIRED',
    'registration-password-action': 'REQUIRED',
    'registration-recaptcha-action': 'DISABLED',
    'registration-terms-and-conditions': 'DISABLED',
  },
): readonly Flow[] {
  const common = { configId: null, requirement: 'REQUIRED', priority: 10 } as const;
  return [
    {
      id: 'flow registration',
      alias: 'registration',
      providerId: 'basic-flow',
      topLevel: true,
      builtIn: true,
      executions: [{ ...common, id: 'page', authenticator: 'registration-page-form', flowId: 'flow registration form' }],
    },
    {
      id: 'flow registration form',
      alias: 'registration form',
      providerId: 'form-flow',
      topLevel: false,
      builtIn: true,
      executions: Object.entries(actions).map(([authenticator, requirement], index) => ({
        ...common,
        id: authenticator,
        authenticator,
        flowId: null,
        requirement,
        priority: index * 10,
      })),
    },
  ];
}
