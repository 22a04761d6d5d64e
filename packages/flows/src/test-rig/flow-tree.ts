import type { AuthenticatorConfig, Execution, Flow, Requirement } from '@anteroom/core';

/** `['A', 'auth-cookie']`, `['C', 'my sub-flow', [ … ]]`, `['R', 'conditional-credential', { credentials: 'x' }]`. Ids are the paths of names. */
export type Node = readonly [kind: 'R' | 'A' | 'C' | 'D', name: string, more?: readonly Node[] | Readonly<Record<string, string>>];

const REQUIREMENT: Readonly<Record<Node[0], Requirement>> = { R: 'REQUIRED', A: 'ALTERNATIVE', C: 'CONDITIONAL', D: 'DISABLED' };

/** Flows and configurations of a tree; the first flow is the top. Executions have the id of their name, `name#2` for the second of it. */
export function flowTree(
  alias: string,
  nodes: readonly Node[],
): { readonly flows: readonly Flow[]; readonly configs: readonly AuthenticatorConfig[] } {
  const flows: Flow[] = [];
  const configs: AuthenticatorConfig[] = [];
  const seen = new Map<string, number>();

  function build(name: string, children: readonly Node[], topLevel: boolean): void {
    const index = flows.length;
    const executions = children.map(([kind, childName, more], position): Execution => {
      const count = (seen.get(childName) ?? 0) + 1;
      seen.set(childName, count);
      const id = count === 1 ? childName : `${childName}#${count}`;
      const isFlow = Array.isArray(more);
      const config = !isFlow && more !== undefined ? { id: `config ${id}`, alias: id, config: more as Record<string, string> } : null;
      if (config !== null) configs.push(config);
      return {
        id,
        requirement: REQUIREMENT[kind],
        priority: position * 10,
        authenticator: isFlow ? null : childName,
        flowId: isFlow ? `flow ${id}` : null,
        configId: config?.id ?? null,
      };
    });
    flows.splice(index, 0, {
      id: topLevel ? `flow ${alias}` : `flow ${name}`,
      alias: name,
      providerId: 'basic-flow',
      topLevel,
      builtIn: false,
      executions,
    });
    for (const [position, [, , more]] of children.entries()) {
      if (Array.isArray(more)) build(executions[position]?.id ?? '', more, false);
    }
  }

  build(alias, nodes, true);
  return { flows, configs };
}

/** Keycloak's built-in browser flow. */
export const BROWSER: readonly Node[] = [
  ['A', 'auth-cookie'],
  ['D', 'auth-spnego'],
  ['A', 'identity-provider-redirector'],
  [
    'A',
    'Organization',
    [
      [
        'C',
        'Browser - Conditional Organization',
        [
          ['R', 'conditional-user-configured'],
          ['A', 'organization'],
        ],
      ],
    ],
  ],
  [
    'A',
    'forms',
    [
      ['R', 'auth-username-password-form'],
      [
        'C',
        'Browser - Conditional 2FA',
        [
          ['R', 'conditional-user-configured'],
          ['R', 'conditional-credential', { credentials: 'webauthn-passwordless' }],
          ['A', 'auth-otp-form'],
          ['D', 'webauthn-authenticator'],
          ['D', 'auth-recovery-authn-code-form'],
        ],
      ],
    ],
  ],
];

/** Keycloak's built-in direct grant flow. */
export const DIRECT_GRANT: readonly Node[] = [
  ['R', 'direct-grant-validate-username'],
  ['R', 'direct-grant-validate-password'],
  [
    'C',
    'Direct Grant - Conditional OTP',
    [
      ['R', 'conditional-user-configured'],
      ['R', 'direct-grant-validate-otp'],
    ],
  ],
];
